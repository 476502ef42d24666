import { SkillsHubError } from './errors.ts';
import type { ClientOptions } from './options.ts';

/** What a request carries to say who calls. */
export interface Authorization {
  /** Headers of the next request. */
  headers(): Promise<Record<string, string>>;
  /** The hub refused them. True when others can be had, so that asking again makes sense. */
  refused(): boolean;
}

/** Sends a form to the token endpoint and returns its answer. */
export type TokenRequest = (form: URLSearchParams, headers: Record<string, string>) => Promise<Response>;

/** Seconds before its end at which a token is replaced. */
const early = 30;

/** @throws TypeError when nothing says who calls, or two things do */
export function authorizationOf(options: ClientOptions, askForToken: TokenRequest): Authorization {
  const { apiKey, apiSecret, accessToken } = options;
  if (accessToken !== undefined) {
    if (apiKey !== undefined) throw new TypeError('Give apiKey or accessToken, not both.');
    const token = typeof accessToken === 'function' ? accessToken : () => accessToken;
    return {
      headers: async () => ({ authorization: `Bearer ${await token()}` }),
      refused: () => typeof accessToken === 'function',
    };
  }
  if (!apiKey) throw new TypeError('Give an apiKey, an apiKey with its apiSecret, or an accessToken.');
  if (apiSecret === undefined)
    return { headers: async () => ({ 'x-api-key': apiKey }), refused: () => false };
  return new ClientCredentials(apiKey, apiSecret, options.scopes, askForToken);
}

/** Tokens of an OAuth client, fetched when one is needed and the last one ends: one request for all who wait. */
class ClientCredentials implements Authorization {
  #current: Promise<{ token: string; until: number }> | undefined;
  readonly #form = new URLSearchParams({ grant_type: 'client_credentials' });
  readonly #basic: string;
  readonly #ask: TokenRequest;

  constructor(id: string, secret: string, scopes: readonly string[] | undefined, ask: TokenRequest) {
    if (scopes) this.#form.set('scope', scopes.join(' '));
    this.#basic = `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`;
    this.#ask = ask;
  }

  async headers(): Promise<Record<string, string>> {
    const known = this.#current;
    const current = known && (await known);
    const token = current && Date.now() < current.until ? current.token : await this.#another(known);
    return { authorization: `Bearer ${token}` };
  }

  refused(): boolean {
    this.#current = undefined;
    return true;
  }

  /** A token instead of `old`, unless somebody else has asked for it already. */
  async #another(old: unknown): Promise<string> {
    if (this.#current === old) {
      const asked = this.#fetch();
      this.#current = asked;
      asked.catch(() => {
        if (this.#current === asked) this.#current = undefined;
      });
    }
    return (await (this.#current ?? this.#fetch())).token;
  }

  async #fetch(): Promise<{ token: string; until: number }> {
    const answer = await this.#ask(this.#form, { authorization: this.#basic });
    const body = (await answer.json().catch(() => ({}))) as TokenAnswer;
    if (!answer.ok || typeof body.access_token !== 'string') {
      throw new SkillsHubError({
        code: body.error ?? 'UNEXPECTED_ANSWER',
        message: body.error_description ?? `The token endpoint answered ${answer.status}.`,
        status: answer.status,
        retryable: answer.status === 429 || answer.status >= 500,
        retryAfter: Number(answer.headers.get('retry-after')) || undefined,
        requestId: answer.headers.get('x-request-id') ?? undefined,
      });
    }
    return { token: body.access_token, until: Date.now() + ((body.expires_in ?? 600) - early) * 1000 };
  }
}

interface TokenAnswer {
  access_token?: string;
  expires_in?: number;
  error?: string;
  error_description?: string;
}
