/** Where the hub is, by the name of its environment; `production` is nowhere by itself. */
export const environments = {
  /** A hub on one's own machine, as `npm start` runs it. */
  sandbox: 'http://127.0.0.1:4000',
} as const;

export type EnvironmentName = 'production' | keyof typeof environments;

export interface ClientOptions {
  /** An API key; or, with `apiSecret`, the id of an OAuth client. */
  apiKey?: string | undefined;
  /** The secret of the OAuth client. Never give it to a browser. */
  apiSecret?: string | undefined;
  /** An access token of somebody who has signed in, or what fetches the present one. Instead of `apiKey`. */
  accessToken?: string | (() => string | Promise<string>) | undefined;
  /** Scopes to ask for, with `apiSecret`; all that the OAuth client has when absent. */
  scopes?: readonly string[] | undefined;
  /** `sandbox` for a hub on one's own machine; `production` when absent. */
  environment?: EnvironmentName | undefined;
  /**
   * Address of the hub without a path, such as `https://hub.example`. When absent it is what the environment variable
   * `SKILLS_HUB_URL` says for `production`, and 127.0.0.1:4000 for `sandbox`.
   */
  baseUrl?: string | undefined;
  /** For how many milliseconds one attempt may take; 30,000 when absent. */
  timeoutMs?: number | undefined;
  /** How often a request is sent again; 4 when absent. */
  retries?: number | undefined;
  /** The first wait before a request is sent again, in milliseconds; doubles each time. 500 when absent. */
  backoffMs?: number | undefined;
  /** No wait is longer, in milliseconds: where the hub asks for more, the error is thrown. 60,000 when absent. */
  maxWaitMs?: number | undefined;
  /** Secret of the webhook whose deliveries `client.webhooks` handles, `whsec_...`. */
  webhookSecret?: string | undefined;
  /** Instead of the platform's own. */
  fetch?: typeof fetch | undefined;
}

/** What may be said of one request. Names in snake_case are as good. */
export interface RequestOptions {
  /** Sent again with the same key, a creation is made once. One is made up when absent. */
  idempotencyKey?: string | undefined;
  idempotency_key?: string | undefined;
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Address of the hub that is meant, without a slash at its end. Every deployment has its own, so that none is guessed:
 * a key is sent nowhere that nobody has named.
 *
 * @throws TypeError when nothing says where
 */
export function addressOf({ baseUrl, environment = 'production' }: ClientOptions): string {
  const address =
    baseUrl ?? (environment === 'production' ? variable('SKILLS_HUB_URL') : environments[environment]);
  if (!address) {
    throw new TypeError(
      "Give baseUrl, the address of your hub, or set SKILLS_HUB_URL; environment: 'sandbox' is a hub on this machine.",
    );
  }
  return address.replace(/\/+$/, '');
}

/** Of the process, where there is one: browsers and edge runtimes have none. */
function variable(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[name];
}
