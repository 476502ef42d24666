/** Where the hub is, by the name of its environment. */
export const environments = {
  production: 'https://api.skillpassport.rareminds.in',
  /** A hub on one's own machine, as `npm start` runs it. */
  sandbox: 'http://127.0.0.1:4000',
} as const;

export type EnvironmentName = keyof typeof environments;

export interface ClientOptions {
  /** An API key; or, with `apiSecret`, the id of an OAuth client. */
  apiKey?: string;
  /** The secret of the OAuth client. Never give it to a browser. */
  apiSecret?: string;
  /** An access token of somebody who has signed in, or what fetches the present one. Instead of `apiKey`. */
  accessToken?: string | (() => string | Promise<string>);
  /** Scopes to ask for, with `apiSecret`; all that the OAuth client has when absent. */
  scopes?: readonly string[];
  /** Which address; `production` when absent. */
  environment?: EnvironmentName;
  /** Address of the hub without a path, instead of `environment`'s. */
  baseUrl?: string;
  /** For how many milliseconds one attempt may take; 30,000 when absent. */
  timeoutMs?: number;
  /** How often a request is sent again; 4 when absent. */
  retries?: number;
  /** The first wait before a request is sent again, in milliseconds; doubles each time. 500 when absent. */
  backoffMs?: number;
  /** No wait is longer, in milliseconds: where the hub asks for more, the error is thrown. 60,000 when absent. */
  maxWaitMs?: number;
  /** Secret of the webhook whose deliveries `client.webhooks` handles, `whsec_...`. */
  webhookSecret?: string;
  /** Instead of the platform's own. */
  fetch?: typeof fetch;
}

/** What may be said of one request. Names in snake_case are as good. */
export interface RequestOptions {
  /** Sent again with the same key, a creation is made once. One is made up when absent. */
  idempotencyKey?: string;
  idempotency_key?: string;
  timeoutMs?: number;
  signal?: AbortSignal;
}
