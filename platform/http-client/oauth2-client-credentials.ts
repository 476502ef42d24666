import { z } from 'zod';
import { formBody, type HttpClient, type OutsideCall } from './http-client.ts';
import { OutsideError } from './outside-error.ts';

export interface OAuth2Client {
  system: string;
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  scope?: string | undefined;
}

const tokenReply = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z.string(),
  expires_in: z.coerce.number().positive(),
});

const marginMs = 60_000;

/**
 * Access tokens by the client_credentials grant (RFC 6749 section 4.4): one is used until 60 s before
 * it expires, and however many calls wait for a new one, it is asked for once.
 */
export class OAuth2ClientCredentials {
  readonly #http: HttpClient;
  readonly #client: OAuth2Client;
  #held: { token: string; usableUntil: number } | null = null;
  #refresh: Promise<string> | null = null;

  constructor(http: HttpClient, client: OAuth2Client) {
    this.#http = http;
    this.#client = client;
  }

  /**
   * Runs `send` with a token; when the system answers 401, drops that token and runs it once more with
   * a new one. A token that cannot be had means that `send` never ran: the error is UNAVAILABLE, or
   * REJECTED when the credentials are refused, and never leaves the outcome of `send` in doubt.
   */
  async withToken<T>(send: (token: string) => Promise<T>, call: OutsideCall): Promise<T> {
    const token = await this.#token(call);
    try {
      return await send(token);
    } catch (error) {
      if (!(error instanceof OutsideError && error.status === 401)) throw error;
      if (this.#held?.token === token) this.#held = null;
      return send(await this.#token(call));
    }
  }

  #token(call: OutsideCall): Promise<string> {
    if (this.#held && this.#held.usableUntil > performance.now()) return Promise.resolve(this.#held.token);
    this.#refresh ??= this.#fetch(call).finally(() => {
      this.#refresh = null;
    });
    return this.#refresh;
  }

  async #fetch(call: OutsideCall): Promise<string> {
    const { system, tokenUrl, clientId, clientSecret, scope } = this.#client;
    const askedAt = performance.now();
    const body = formBody({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      ...(scope && { scope }),
    });
    try {
      const { reply } = await this.#http.send(
        { system, method: 'POST', url: tokenUrl, body, reply: tokenReply },
        call,
      );
      this.#held = {
        token: reply.access_token,
        usableUntil: askedAt + reply.expires_in * 1000 - marginMs,
      };
      return reply.access_token;
    } catch (error) {
      if (!(error instanceof OutsideError) || error.kind === 'REJECTED') throw error;
      throw new OutsideError({
        kind: 'UNAVAILABLE',
        system,
        message: `no access token: ${error.message}`,
        status: error.status,
        vendorCode: error.vendorCode,
        vendorMessage: error.vendorMessage,
        retryAfterMs: error.retryAfterMs,
        cause: error,
      });
    }
  }
}
