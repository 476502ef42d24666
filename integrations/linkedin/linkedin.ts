import type { HttpClient, OutsideCall } from '../../platform/http-client/http-client.ts';
import {
  type Environment,
  readVendorConfiguration,
} from '../../platform/integration-kit/vendor-configuration.ts';
import { LinkedinClient } from './client.ts';
import {
  certificationOf,
  type LinkedinConfiguration,
  linkedinAccepted,
  linkedinConfiguration,
  linkedinScope,
  postOf,
  restliVersion,
} from './contract.ts';
import type {
  LinkedIn,
  LinkedInAccepted,
  LinkedInCredential,
  LinkedInGrant,
  LinkedInMember,
  LinkedInShare,
} from './port.ts';

export class HttpLinkedIn implements LinkedIn {
  readonly #client: LinkedinClient;

  constructor(configuration: LinkedinConfiguration, http: HttpClient) {
    this.#client = new LinkedinClient(configuration, http);
  }

  authorizationUrl({ state, redirectUri }: { state: string; redirectUri: string }): string {
    return this.#client.authorizationUrl({ redirect_uri: redirectUri, state, scope: linkedinScope });
  }

  async exchangeCode(
    { code, redirectUri }: { code: string; redirectUri: string },
    call: OutsideCall,
  ): Promise<LinkedInGrant> {
    const askedAt = Date.now();
    const { access_token: accessToken, expires_in } = await this.#client.token(code, redirectUri, call);
    return { accessToken, expiresAt: new Date(askedAt + expires_in * 1000) };
  }

  member(accessToken: string, call: OutsideCall): Promise<LinkedInMember> {
    return this.#client.userinfo(accessToken, call);
  }

  addCertification(
    accessToken: string,
    credential: LinkedInCredential,
    call: OutsideCall,
  ): Promise<LinkedInAccepted> {
    const message = { body: certificationOf(credential), reply: linkedinAccepted };
    return this.#client.post('/learningActivityReports', accessToken, message, call);
  }

  share(accessToken: string, share: LinkedInShare, call: OutsideCall): Promise<LinkedInAccepted> {
    const message = { body: postOf(share), headers: restliVersion, reply: linkedinAccepted };
    return this.#client.post('/ugcPosts', accessToken, message, call);
  }
}

function read(environment: Environment) {
  const settings = { title: 'LinkedIn', addressVariable: 'LINKEDIN_API_URL', schema: linkedinConfiguration };
  return readVendorConfiguration(settings, environment);
}

/** What is wrong with LinkedIn's environment variables, one line each; empty when all is well. */
export function linkedinProblems(environment: Environment): string[] {
  const configuration = read(environment);
  return configuration.state === 'wrong' ? configuration.problems : [];
}

/**
 * LinkedIn, or null when LINKEDIN_API_URL is unset. Throws an Error that lists every missing or wrong
 * variable.
 */
export function createLinkedIn(environment: Environment, http: HttpClient): LinkedIn | null {
  const result = read(environment);
  if (result.state === 'wrong') throw new Error(result.problems.join('\n'));
  return result.state === 'configured' ? new HttpLinkedIn(result.configuration, http) : null;
}
