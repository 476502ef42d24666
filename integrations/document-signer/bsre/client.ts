import type { ZodType } from 'zod';
import { type HttpClient, jsonBody, type OutsideCall } from '../../../platform/http-client/http-client.ts';
import type { BsreConfiguration } from './contract.ts';

const system = 'bsre';

export interface BsreCall<T> {
  path: string;
  body: unknown;
  reply: ZodType<T>;
  alsoAnswers?: readonly number[];
  timeoutMs: number;
  maxReplyBytes?: number;
}

/** BSrE’s HTTP calls, with HTTP Basic. No body is ever recorded: they hold passphrases, NIKs and documents. */
export class BsreClient {
  readonly #http: HttpClient;
  readonly #base: string;
  readonly #authorization: string;

  constructor(configuration: BsreConfiguration, http: HttpClient) {
    this.#http = http;
    this.#base = configuration.BSRE_API_URL;
    const { BSRE_CLIENT_ID, BSRE_CLIENT_SECRET } = configuration;
    this.#authorization = `Basic ${Buffer.from(`${BSRE_CLIENT_ID}:${BSRE_CLIENT_SECRET}`).toString('base64')}`;
  }

  /** Posts once, never again by itself. */
  async post<T>({ path, body, ...rest }: BsreCall<T>, call: OutsideCall): Promise<T> {
    const request = {
      system,
      method: 'POST' as const,
      url: this.#base + path,
      headers: { authorization: this.#authorization },
      body: jsonBody(body),
      unkept: true,
      ...rest,
    };
    return (await this.#http.send(request, call)).reply;
  }
}
