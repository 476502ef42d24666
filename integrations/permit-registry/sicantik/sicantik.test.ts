import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HttpClient } from '../../../platform/http-client/http-client.ts';
import { permitRegistryConformance } from '../conformance.ts';
import { sicantikProblems, sicantikRegistries } from './sicantik.ts';
import { type SicantikUnderTest, startSicantik } from './sicantik-under-test.ts';

const call = { requestId: 'req-1' };
const newest = { limit: 100, offset: 0 };

permitRegistryConformance('SICANTIK, in JSON', () => startSicantik({ permits: 200 }));
permitRegistryConformance('SICANTIK, in XML', async () => {
  const underTest = await startSicantik({ permits: 200 });
  return {
    ...underTest,
    async reset() {
      await underTest.reset();
      await underTest.answers({ format: 'xml' });
    },
  };
});

describe('SICANTIK', () => {
  let sicantik: SicantikUnderTest;
  beforeAll(async () => {
    sicantik = await startSicantik({ apiKey: 'rahasia' });
  });
  beforeEach(() => sicantik.reset());
  afterAll(() => sicantik.close());

  it.each(['json', 'xml'])(
    'that lists one permit or none in %s is read as a list of so many',
    async (format) => {
      await sicantik.answers({ format });
      const first = await sicantik.registry.issued({ limit: 1, offset: 0 }, call);
      expect(first.permits).toHaveLength(1);
      const none = await sicantik.registry.issued({ limit: 10, offset: 1000 }, call);
      expect(none).toEqual({ permits: [], unreadable: 0 });
    },
  );

  it.each(['json', 'xml'])(
    'may leave fields out in %s: they are unknown, and the total may be all it counts',
    async (format) => {
      await sicantik.answers({ format, missing: true, thin: true });
      const { permits } = await sicantik.registry.issued(newest, call);
      expect(permits.map(({ receivedOn }) => receivedOn)).toEqual(permits.map(() => null));
      expect(await sicantik.registry.counts(call)).toEqual({ total: 7, issued: null, inProcess: null });
    },
  );

  it('is sent its key as a bearer token, and refuses a wrong one', async () => {
    const wrong = sicantik.registries.at({ ...sicantik.address, apiKey: 'salah' });
    await expect(wrong.counts(call)).rejects.toMatchObject({ kind: 'REJECTED', status: 401 });
    await expect(sicantik.registry.counts(call)).resolves.toBeDefined();
  });

  it.each([
    ['xml-bomb', 'document type'],
    ['rubbish', 'neither JSON nor XML'],
    ['large', 'too large'],
    ['wrong-types', 'wrong shape'],
  ])('that answers with %s is not believed', async (instead, why) => {
    await sicantik.answers({ instead });
    await expect(sicantik.registry.issued(newest, call)).rejects.toMatchObject({
      kind: 'INVALID_REPLY',
      message: expect.stringContaining(why),
    });
  });

  it('without single permits, as some installations are, knows of no expiry', async () => {
    await sicantik.fault({ fault: 'status', status: 404, on: 'cekperizinan' });
    expect(await sicantik.registry.permit('503/417/ILPK/2026', call)).toBeNull();
  });
});

/** What a server answers that says exactly this. */
async function reading(body: string) {
  const { fastify } = await import('fastify');
  const app = fastify();
  app.get('/*', (_request, reply) => reply.type('text/html').send(body));
  const http = new HttpClient();
  const registry = sicantikRegistries({}, http).at({
    baseUrl: await app.listen({ port: 0, host: '127.0.0.1' }),
    apiKey: null,
    timeoutMs: 30_000,
  });
  try {
    return await registry.issued(newest, call);
  } finally {
    await http.close();
    await app.close();
  }
}

describe('an answer of SICANTIK', () => {
  const permit = {
    registrationId: 'P-1',
    applicantName: null,
    permitTypeName: null,
    permitNumber: null,
    receivedOn: null,
    rawStatus: null,
  };

  it.each([
    ['a single object', '{"pendaftaran_id":"P-1"}', [permit]],
    [
      'numbers without quotes',
      '[{"pendaftaran_id":1,"no_surat":5}]',
      [{ ...permit, registrationId: '1', permitNumber: '5' }],
    ],
    ['nothing', 'null', []],
    ['a date that is none', '[{"pendaftaran_id":"P-1","d_terima_berkas":"0000-00-00"}]', [permit]],
    [
      'a date with a time',
      '[{"pendaftaran_id":"P-1","d_terima_berkas":"2024-02-29 08:00:00"}]',
      [{ ...permit, receivedOn: '2024-02-29' }],
    ],
    [
      'XML with a byte order mark',
      '\uFEFF<x><item><pendaftaran_id>P-1</pendaftaran_id></item></x>',
      [permit],
    ],
    ['XML with an empty root', '<xml/>', []],
    [
      'XML with escapes',
      '<xml><item><pendaftaran_id>P-1</pendaftaran_id><n_pemohon>A &amp; B &#8217; &lt;i&gt;<![CDATA[C &amp; D]]></n_pemohon></item></xml>',
      [{ ...permit, applicantName: 'A & B ’ <i>C &amp; D' }],
    ],
  ])('with %s is understood', async (_what, body, permits) => {
    expect(await reading(body)).toEqual({ permits, unreadable: 0 });
  });

  it('has as many escapes as it likes', async () => {
    const items =
      '<item><pendaftaran_id>P&#45;1</pendaftaran_id><n_pemohon>A &amp; B &amp; C</n_pemohon></item>';
    const { permits } = await reading(`<xml>${items.repeat(1000)}</xml>`);
    expect(permits.at(-1)).toEqual({ ...permit, applicantName: 'A & B & C' });
  });

  it('counts what names no registration id', async () => {
    expect(await reading('[{"pendaftaran_id":"P-1"},{"n_pemohon":"X"}]')).toEqual({
      permits: [permit],
      unreadable: 1,
    });
  });

  it.each([
    ['an entity of nobody’s', '<!ENTITY a "b"><xml/>'],
    ['XML that ends in the middle', '<xml><item><pendaftaran_id>P-1</pendaftaran_id>'],
    ['XML a hundred levels deep', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`],
    ['a name out of JavaScript’s own', '<xml><__proto__><x>1</x></__proto__></xml>'],
    ['a page without a document type', '<html><body>Login</body></html>'],
    ['an error in the place of a list', '{"success":false,"error":{"code":"X","message":"Y"}}'],
    ['a number', '42'],
  ])('with %s is not believed', async (_what, body) => {
    await expect(reading(body)).rejects.toMatchObject({ kind: 'INVALID_REPLY' });
  });
});

describe('SICANTIK’s certificate', () => {
  // Made for this test, and trusted by nobody.
  const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNwqeafpY1XmFU6ei
zgBCKXfrCNMwFJStA5IULEDWVWKhRANCAASjjyuaK9A2Zx1qN5ujbOlPna6ZnEtd
1v5B4He8CXcp0CQhqpVuac6m1JII/EpGiw0kBseGj8CTIXudFZGxFH5m
-----END PRIVATE KEY-----`;
  const cert = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUFI0+NxK5FZK3cw6ddtpMWCZQvjcwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTE0MTIxN1oYDzIxMjYxMDI4
MTQxMjE3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASjjyuaK9A2Zx1qN5ujbOlPna6ZnEtd1v5B4He8CXcp0CQhqpVuac6m
1JII/EpGiw0kBseGj8CTIXudFZGxFH5mo28wbTAdBgNVHQ4EFgQUiR/W0FNlbuuJ
vRBOlxUy17HM/JkwHwYDVR0jBBgwFoAUiR/W0FNlbuuJvRBOlxUy17HM/JkwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAJ5zxPivrQsiSZBXIGIXguhx9jfgakoSB6yc1wksZMgqAiBt
UrIOlhtNBm0FPzaCnmjLbxaaBMAr1QKbWwhlzaqgyw==
-----END CERTIFICATE-----`;

  it('is checked, even where the environment of the process says that none is', async () => {
    const server = createServer({ key, cert }, (_request, response) => response.end('{"total":1}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    const http = new HttpClient();
    const registry = sicantikRegistries({}, http).at({
      baseUrl: `https://localhost:${port}`,
      apiKey: null,
      timeoutMs: 30_000,
    });
    try {
      await expect(registry.counts(call)).rejects.toMatchObject({
        kind: 'UNAVAILABLE',
        message: expect.stringContaining('SELF_SIGNED'),
      });
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
      await http.close();
      server.close();
    }
  });
});

describe('SICANTIK’s configuration', () => {
  const http = new HttpClient();
  it('without an address is none', () => {
    expect(sicantikRegistries({ SICANTIK_API_URL: '' }, http).configured).toBeNull();
  });

  it('needs no key, and allows 30 seconds for a call', () => {
    expect(
      sicantikRegistries({ SICANTIK_API_URL: 'https://izin.example/api/', SICANTIK_API_KEY: '' }, http)
        .configured,
    ).toEqual({
      baseUrl: 'https://izin.example/api',
      apiKey: null,
      timeoutMs: 30_000,
    });
  });

  it('that is wrong names the variable', () => {
    expect(sicantikProblems({ SICANTIK_API_URL: 'ftp://izin.example' })).toEqual([
      expect.stringContaining('SICANTIK_API_URL is wrong'),
    ]);
  });
});
