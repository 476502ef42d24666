import { Readable } from 'node:stream';
import { AwsV4Signer } from 'aws4fetch';
import { Agent, type Dispatcher, request } from 'undici';
import { FileStoreError } from '../port.ts';
import { emptySha256, errorCodeOf, type S3Configuration } from './contract.ts';

export interface S3Request {
  method: 'PUT' | 'GET' | 'HEAD' | 'DELETE';
  key: string;
  /** SHA-256 of the body; of nothing when absent. */
  sha256?: string;
  headers?: Record<string, string>;
  body?: AsyncIterable<Uint8Array>;
}

const patienceMs = 30_000;

/** S3’s calls, each signed with Signature Version 4, by the address `{endpoint}/{bucket}/{key}`. */
export class S3Client {
  readonly #configuration: S3Configuration;
  readonly #agent = new Agent({
    headersTimeout: patienceMs,
    bodyTimeout: patienceMs,
    connect: { timeout: 10_000, rejectUnauthorized: true },
    allowH2: false,
  });

  constructor(configuration: S3Configuration) {
    this.#configuration = configuration;
  }

  /** Sends one request; a status of 300 and above, 404 apart, is an error, and so is no answer. */
  async send({
    method,
    key,
    sha256 = emptySha256,
    headers = {},
    body,
  }: S3Request): Promise<Dispatcher.ResponseData> {
    const { S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = this.#configuration;
    const signed = await new AwsV4Signer({
      method,
      url: `${S3_ENDPOINT}/${S3_BUCKET}/${key}`,
      headers: { ...headers, 'x-amz-content-sha256': sha256 },
      accessKeyId: S3_ACCESS_KEY_ID,
      secretAccessKey: S3_SECRET_ACCESS_KEY,
      service: 's3',
      region: S3_REGION,
    }).sign();
    let answer: Dispatcher.ResponseData;
    try {
      answer = await request(signed.url, {
        method,
        headers: Object.fromEntries(signed.headers),
        body: body ? Readable.from(body, { objectMode: false }) : null,
        dispatcher: this.#agent,
      });
    } catch (error) {
      if (error instanceof FileStoreError) throw error;
      throw new FileStoreError('UNAVAILABLE', 'The object storage does not answer.', { cause: error });
    }
    if (answer.statusCode < 300 || answer.statusCode === 404) return answer;
    throw refusal(answer.statusCode, errorCodeOf((await answer.body.text()).slice(0, 10_000)));
  }

  close(): Promise<void> {
    return this.#agent.close();
  }
}

function refusal(status: number, code: string | null): FileStoreError {
  const said = `The object storage answered ${status}${code ? ` (${code})` : ''}.`;
  if (code === 'XAmzContentSHA256Mismatch' || code === 'BadDigest' || code === 'IncompleteBody')
    return new FileStoreError('MISMATCH', said);
  const later = status === 408 || status === 429 || status >= 500;
  return new FileStoreError(later ? 'UNAVAILABLE' : 'REFUSED', said);
}
