import type { Cipher } from '../../../platform/encryption/cipher.ts';
import { invalid } from '../../../platform/errors.ts';
import type { WebhookHeaderInput } from './webhook.inputs.ts';

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const printable = /^[\x20-\x7e]*$/;
/** What the hub sets, and what belongs to the connection. */
const reserved =
  /^(webhook-|x-skillpassport-|content-|proxy-|(host|user-agent|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|x-request-id|accept)$)/i;

/** The headers sealed, as a webhook keeps them. Throws VALIDATION_ERROR for one that cannot be sent. */
export function sealHeaders(headers: readonly WebhookHeaderInput[], cipher: Cipher): string {
  const seen = new Set<string>();
  for (const [place, { name, value }] of headers.entries()) {
    const field = `headers.${place}`;
    if (!token.test(name)) throw invalid(`${field}.name`, 'is not the name of an HTTP header');
    if (reserved.test(name)) throw invalid(`${field}.name`, `${name} is set by the hub`);
    if (!printable.test(value)) throw invalid(`${field}.value`, 'must be printable ASCII');
    if (seen.has(name.toLowerCase())) throw invalid(`${field}.name`, `${name} is given twice`);
    seen.add(name.toLowerCase());
  }
  return cipher.seal(JSON.stringify(headers.map(({ name, value }) => [name, value])));
}

/** The headers in clear: name and value of each. */
export function openHeaders(sealed: string, cipher: Cipher): [name: string, value: string][] {
  return JSON.parse(cipher.open(sealed));
}
