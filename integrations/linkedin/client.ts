import type { ZodType } from 'zod';
import {
  formBody,
  type HttpClient,
  jsonBody,
  type OutsideCall,
} from '../../platform/http-client/http-client.ts';
import { type LinkedinConfiguration, linkedinToken, linkedinUserinfo } from './contract.ts';
import type { LinkedInMember } from './port.ts';

const system = 'linkedin';

/** LinkedIn's HTTP calls. What a member may do is asked with that member's own access token. */
export class LinkedinClient {
  readonly #http: HttpClient;
  readonly #configuration: LinkedinConfiguration;

  constructor(configuration: LinkedinConfiguration, http: HttpClient) {
    this.#configuration = configuration;
    this.#http = http;
  }

  /** Where the browser is sent: no PKCE, since LinkedIn refuses `code_verifier` from web applications. */
  authorizationUrl(parameters: Record<string, string>): string {
    const { LINKEDIN_AUTH_URL, LINKEDIN_CLIENT_ID } = this.#configuration;
    const url = new URL(`${LINKEDIN_AUTH_URL}/authorization`);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: LINKEDIN_CLIENT_ID,
      ...parameters,
    }).toString();
    return url.href;
  }

  async token(code: string, redirectUri: string, call: OutsideCall) {
    const { LINKEDIN_AUTH_URL, LINKEDIN_TOKEN_URL, LINKEDIN_CLIENT_ID, LINKEDIN_CLIENT_SECRET } =
      this.#configuration;
    const body = formBody({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: LINKEDIN_CLIENT_ID,
      client_secret: LINKEDIN_CLIENT_SECRET,
    });
    const url = LINKEDIN_TOKEN_URL ?? `${LINKEDIN_AUTH_URL}/accessToken`;
    return (await this.#http.send({ system, method: 'POST', url, body, reply: linkedinToken }, call)).reply;
  }

  async userinfo(accessToken: string, call: OutsideCall): Promise<LinkedInMember> {
    const request = {
      system,
      method: 'GET' as const,
      url: `${this.#configuration.LINKEDIN_API_URL}/userinfo`,
      headers: { authorization: `Bearer ${accessToken}` },
      credentialsOfUser: true,
      reply: linkedinUserinfo,
    };
    return (await this.#http.send(request, call)).reply;
  }

  async post<T>(
    path: string,
    accessToken: string,
    message: { body: unknown; headers?: Record<string, string>; reply: ZodType<T> },
    call: OutsideCall,
  ): Promise<T> {
    const request = {
      system,
      method: 'POST' as const,
      url: this.#configuration.LINKEDIN_API_URL + path,
      headers: { authorization: `Bearer ${accessToken}`, ...message.headers },
      body: jsonBody(message.body),
      credentialsOfUser: true,
      reply: message.reply,
    };
    return (await this.#http.send(request, call)).reply;
  }
}
