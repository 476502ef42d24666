import type { ZodType } from 'zod';
import { type HttpClient, jsonBody, type OutsideCall } from '../../platform/http-client/http-client.ts';
import { OAuth2ClientCredentials } from '../../platform/http-client/oauth2-client-credentials.ts';
import { type SiplatihConfiguration, siplatihScope } from './contract.ts';

const system = 'siplatih';

/** SIPLatih's HTTP calls, each with an OAuth 2.0 access token. */
export class SiplatihClient {
  readonly #http: HttpClient;
  readonly #base: string;
  readonly #tokens: OAuth2ClientCredentials;

  constructor(configuration: SiplatihConfiguration, http: HttpClient) {
    this.#http = http;
    this.#base = configuration.SIPLATIH_API_URL;
    this.#tokens = new OAuth2ClientCredentials(http, {
      system,
      tokenUrl: `${this.#base}/oauth/token`,
      clientId: configuration.SIPLATIH_CLIENT_ID,
      clientSecret: configuration.SIPLATIH_CLIENT_SECRET,
      scope: siplatihScope,
    });
  }

  /** Posts `body` to a path below the base URL; the same bytes go out when a token had to be renewed. */
  post<T>(path: string, body: unknown, reply: ZodType<T>, call: OutsideCall): Promise<T> {
    const json = jsonBody(body);
    return this.#tokens.withToken(async (token) => {
      const headers = { authorization: `Bearer ${token}` };
      const request = { system, method: 'POST' as const, url: this.#base + path, headers, body: json, reply };
      return (await this.#http.send(request, call)).reply;
    }, call);
  }
}
