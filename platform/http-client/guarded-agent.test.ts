import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { addressList } from './address-list.ts';
import { guardedAgent, type TargetPolicy, urlProblem } from './guarded-agent.ts';
import { isPublicAddress } from './public-address.ts';

const strict: TargetPolicy = { allowPrivate: 'none', ownPorts: [], ownUrl: 'https://hub.example.org' };
const loopback: TargetPolicy = { allowPrivate: 'loopback', ownPorts: [4000] };

describe('addresses that strangers name', () => {
  it.each(['8.8.8.8', '36.88.1.1', '2606:4700:4700::1111'])('counts %s as public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '100.64.0.1',
    '169.254.169.254',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:a9fe:a9fe',
    'fe80::1',
    'fd00:ec2::254',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
    '2001:db8::1',
    'not-an-address',
  ])('does not count %s as public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    'http://example.org/hook',
    'ftp://example.org/hook',
    'example.org/hook',
    '',
    'https://user:secret@example.org/hook',
    'https://example.org/hook#part',
    'https://hub.example.org/graphql',
    'https://localhost/hook',
    'https://db.localhost/hook',
    'https://localhost./hook',
    'https://127.0.0.1/hook',
    'https://2130706433/hook',
    'https://0x7f.1/hook',
    'https://0177.0.0.1/hook',
    'https://[::ffff:127.0.0.1]/hook',
    'https://[::1]/hook',
    'https://169.254.169.254/latest/meta-data',
    'https://[fe80::1]/hook',
  ])('refuses the URL %j', (url) => {
    expect(urlProblem(url, strict)).toEqual(expect.any(String));
  });

  it('takes https to the public, and http to this machine only where that is allowed', () => {
    expect(urlProblem('https://example.org:8443/hook?tenant=1', strict)).toBeNull();
    expect(urlProblem('http://127.0.0.1:5000/hook', loopback)).toBeNull();
    expect(urlProblem('http://localhost:5000/hook', loopback)).toBeNull();
    expect(urlProblem('http://192.168.0.1/hook', loopback)).toBe('must begin with https://');
    expect(urlProblem('https://192.168.0.1/hook', loopback)).toContain('not a public address');
    expect(urlProblem('http://192.168.0.1/hook', { ...loopback, allowPrivate: 'any' })).toBeNull();
  });

  it.each(['http://127.0.0.1:4000/graphql', 'http://localhost:4000/graphql', 'https://[::1]:4000/'])(
    'never takes a port of the hub: %s',
    (url) => {
      expect(urlProblem(url, loopback)).toBe('port 4000 is the hub’s own');
      expect(urlProblem(url, { ...loopback, allowPrivate: 'any' })).toBe('port 4000 is the hub’s own');
    },
  );
});

describe('connections to addresses that strangers name', () => {
  let server: Server;
  let port: number;
  let served = 0;
  beforeAll(async () => {
    server = createServer((_request, response) => {
      served++;
      response.writeHead(302, { location: `http://127.0.0.1:${port}/elsewhere` }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  /** Calls `host` over an agent for which every name leads to `addresses`. */
  async function call(policy: TargetPolicy, host: string, addresses: string[] = []) {
    const agent = guardedAgent(policy, {}, (_name, _options, found) =>
      found(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    );
    try {
      const { statusCode, body } = await request(`http://${host}:${port}/`, { dispatcher: agent });
      await body.dump();
      return statusCode;
    } finally {
      await agent.close();
    }
  }

  it.each([
    ['this machine', ['127.0.0.1']],
    ['this machine, among others', ['8.8.8.8', '127.0.0.1']],
    ['a cloud’s metadata', ['169.254.169.254']],
    ['an IPv4-mapped address', ['::ffff:127.0.0.1']],
  ])('are refused when a public name leads to %s', async (_what, addresses) => {
    const before = served;
    await expect(call(strict, 'rebound.example.org', addresses)).rejects.toThrow('not a public address');
    expect(served).toBe(before);
  });

  it('are refused when the address is written out', async () => {
    await expect(call(strict, '127.0.0.1')).rejects.toThrow('not a public address');
  });

  it('are refused when a name leads to a port of the hub', async () => {
    const own = { ...loopback, ownPorts: [port] };
    await expect(call(own, 'sneaky.example.org', ['127.0.0.1'])).rejects.toThrow('is the hub’s own');
  });

  it('are made to the addresses on a list alone, when there is one', async () => {
    const listing = (...entries: string[]) => ({ ...loopback, within: addressList(entries) });
    const before = served;
    for (const addresses of [['127.0.0.1'], ['127.0.0.2', '127.0.0.3']]) {
      await expect(call(listing('127.0.0.4/30', '::1'), 'moved.example.org', addresses)).rejects.toThrow(
        'is not among the allowed addresses',
      );
    }
    await expect(call(listing('127.0.0.4'), '127.0.0.1')).rejects.toThrow('is not among');
    expect(served).toBe(before);
    expect(
      await call(listing('::1', '127.0.0.0/31'), 'machine.example.org', ['127.0.0.9', '127.0.0.1']),
    ).toBe(302);
    expect(await call(listing('127.0.0.1'), '127.0.0.1')).toBe(302);
    await expect(call({ ...strict, within: addressList(['127.0.0.1']) }, '127.0.0.1')).rejects.toThrow(
      'not a public address',
    );
  });

  it('are made where it is allowed, and follow no redirect', async () => {
    const before = served;
    expect(await call(loopback, '127.0.0.1')).toBe(302);
    expect(await call(loopback, 'machine.example.org', ['127.0.0.1'])).toBe(302);
    expect(served).toBe(before + 2);
  });
});
