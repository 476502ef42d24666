import { expect } from '@jest/globals';
import { sendRest } from './rest-requests.ts';

/** A method that an address is not served with, and those that it is. */
const wrong = [
  ['DELETE', '/v1/students', 'GET, HEAD, OPTIONS, POST'],
  // No operations of the graph.
  ['PUT', '/v1/me', 'GET, OPTIONS, POST'],
  ['DELETE', '/api/oauth/userinfo', 'GET, OPTIONS, POST'],
  ['GET', '/oauth/token', 'OPTIONS, POST'],
  ['GET', '/api/v1/payments/callback/gopay', 'OPTIONS, POST'],
  ['POST', '/api/v1/integrations/linkedin/connect?ticket=x', 'GET, OPTIONS'],
  ['POST', '/api/docs', 'GET, OPTIONS'],
  ['DELETE', '/api/docs/openapi.yaml', 'GET, OPTIONS'],
] as const;

/** The hub at `url` says what else an address takes, whoever's it is, and in which types it speaks. */
export async function expectMethodsAndTypes(url: string, key: string): Promise<void> {
  for (const [method, address, allow] of wrong) {
    const refused = await sendRest(url, method, address, { key });
    const { status, body, headers } = refused;
    expect([address, status, body.error.code, headers.get('allow')]).toEqual([
      address,
      405,
      'BAD_REQUEST',
      allow,
    ]);
    const options = await sendRest(url, 'OPTIONS', address, { key });
    expect([address, options.status, options.headers.get('allow')]).toEqual([address, 204, allow]);
  }
  const head = await sendRest(url, 'HEAD', '/v1/students', { key });
  expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', expect.any(String)]);
  const accepting = async (accept: string) =>
    (await sendRest(url, 'GET', '/v1/students', { key, headers: { accept } })).status;
  for (const accept of ['text/html', 'application/json;q=0, */*', 'application/xml, text/*']) {
    expect(await accepting(accept)).toBe(406);
  }
  for (const accept of ['*/*', 'text/html, application/json', 'application/*', '']) {
    expect(await accepting(accept)).toBe(200);
  }
  const text = { key, body: 'a,b', headers: { 'content-type': 'text/csv' } };
  const csv = await sendRest(url, 'POST', '/v1/students', text);
  expect([csv.status, csv.body.error.code]).toEqual([415, 'BAD_REQUEST']);
}
