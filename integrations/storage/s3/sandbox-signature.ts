import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { S3Configuration } from './contract.ts';

/** Requests whose clock is further off are refused, as by S3. */
const skewMs = 15 * 60_000;

const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/** Why the request is not signed as Signature Version 4 demands, or null when it is. Written from its document, without the client’s library. */
export function signatureProblem(
  request: FastifyRequest,
  body: Buffer,
  secrets: Pick<S3Configuration, 'S3_REGION' | 'S3_ACCESS_KEY_ID' | 'S3_SECRET_ACCESS_KEY'>,
): { status: number; code: string } | null {
  const { headers } = request;
  const [, keyId, day = '', region = '', names = '', signature = ''] =
    authorization.exec(headers.authorization ?? '') ?? [];
  if (keyId === undefined) return { status: 403, code: 'AccessDenied' };
  if (keyId !== secrets.S3_ACCESS_KEY_ID) return { status: 403, code: 'InvalidAccessKeyId' };
  const date = String(headers['x-amz-date'] ?? '');
  const hash = String(headers['x-amz-content-sha256'] ?? '');
  if (!date.startsWith(day) || Math.abs(timeOf(date) - Date.now()) > skewMs)
    return { status: 403, code: 'RequestTimeTooSkewed' };
  const signed = names.split(';');
  const unsigned = Object.keys(headers).filter((name) => name.startsWith('x-amz-') && !signed.includes(name));
  if (region !== secrets.S3_REGION || !signed.includes('host') || unsigned.length > 0)
    return { status: 403, code: 'SignatureDoesNotMatch' };
  const canonical = [
    request.method,
    request.url.split('?')[0],
    '',
    ...signed.map(
      (name) =>
        `${name}:${String(headers[name] ?? '')
          .trim()
          .replace(/\s+/g, ' ')}`,
    ),
    '',
    names,
    hash,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${secrets.S3_SECRET_ACCESS_KEY}`),
  );
  if (!timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex')))
    return { status: 403, code: 'SignatureDoesNotMatch' };
  return sha256(body) === hash ? null : { status: 400, code: 'XAmzContentSHA256Mismatch' };
}

function timeOf(date: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  return parts
    ? Date.parse(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
    : Number.NaN;
}

function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
