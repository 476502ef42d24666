import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { HttpClient } from './http-client.ts';
import { OAuth2ClientCredentials } from './oauth2-client-credentials.ts';

const call = { requestId: 'req-1' };
let server: Server;
let address: string;
let http: HttpClient;
let issued: string[];
let expiresIn: number;
let tokenStatus: number;
/** Tokens that the resource answers 401 to. */
let revoked: Set<string>;
let uses: string[];

beforeEach(async () => {
  issued = [];
  expiresIn = 3600;
  tokenStatus = 200;
  revoked = new Set();
  uses = [];
  server = createServer((request, response) => {
    if (request.url === '/oauth/token') {
      const token = `token-${issued.length + 1}`;
      issued.push(token);
      response.statusCode = tokenStatus;
      response.end(
        JSON.stringify(
          tokenStatus === 200
            ? { access_token: token, token_type: 'Bearer', expires_in: expiresIn }
            : { error: 'invalid_client' },
        ),
      );
      return;
    }
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    uses.push(token);
    response.statusCode = revoked.has(token) ? 401 : 200;
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  http = new HttpClient();
});

afterEach(async () => {
  await http.close();
  await new Promise((resolve) => server.close(resolve));
});

function tokens() {
  return new OAuth2ClientCredentials(http, {
    system: 'vendor',
    tokenUrl: `${address}/oauth/token`,
    clientId: 'id',
    clientSecret: 'secret',
  });
}

function use(source: OAuth2ClientCredentials) {
  return source.withToken(
    (token) =>
      http.send(
        {
          system: 'vendor',
          method: 'GET',
          url: `${address}/thing`,
          headers: { authorization: `Bearer ${token}` },
          reply: z.object({}),
        },
        call,
      ),
    call,
  );
}

describe('an access token', () => {
  it('is asked for once, however many calls wait for it, and used again', async () => {
    const source = tokens();
    await Promise.all([use(source), use(source), use(source)]);
    await use(source);
    expect(issued).toHaveLength(1);
    expect(uses).toEqual(['token-1', 'token-1', 'token-1', 'token-1']);
  });

  it('is no longer used in its last 60 seconds', async () => {
    expiresIn = 59;
    const source = tokens();
    await use(source);
    await use(source);
    expect(uses).toEqual(['token-1', 'token-2']);
  });

  it('that is answered with 401 is dropped, and the call is tried once more with a new one', async () => {
    const source = tokens();
    await use(source);
    revoked.add('token-1');
    await Promise.all([use(source), use(source)]);
    expect(issued).toHaveLength(2);
    expect(uses.filter((token) => token === 'token-2')).toHaveLength(2);
  });

  it('is not renewed a second time in one call', async () => {
    for (const n of [1, 2, 3]) revoked.add(`token-${n}`);
    await expect(use(tokens())).rejects.toMatchObject({ kind: 'REJECTED', status: 401 });
    expect(uses).toEqual(['token-1', 'token-2']);
  });

  it('that the system refuses to give is REJECTED with its words, and the call is never sent', async () => {
    tokenStatus = 400;
    await expect(use(tokens())).rejects.toMatchObject({ kind: 'REJECTED', vendorCode: 'invalid_client' });
    expect(uses).toEqual([]);
  });

  it('that cannot be had for now is UNAVAILABLE, and asked for again by the next call', async () => {
    tokenStatus = 503;
    const source = tokens();
    await expect(use(source)).rejects.toMatchObject({ kind: 'UNAVAILABLE', status: 503 });
    tokenStatus = 200;
    await use(source);
    expect(uses).toEqual(['token-2']);
  });
});
