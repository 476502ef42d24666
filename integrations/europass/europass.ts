import type { HttpClient, OutsideCall } from '../../platform/http-client/http-client.ts';
import {
  type Environment,
  readVendorConfiguration,
} from '../../platform/integration-kit/vendor-configuration.ts';
import { EuropassClient } from './client.ts';
import { bodyOf, type EuropassConfiguration, europassConfiguration } from './contract.ts';
import type { Europass, EuropassCredential, EuropassIssued } from './port.ts';

export class HttpEuropass implements Europass {
  readonly #client: EuropassClient;

  constructor(configuration: EuropassConfiguration, http: HttpClient) {
    this.#client = new EuropassClient(configuration, http);
  }

  issue(credential: EuropassCredential, call: OutsideCall): Promise<EuropassIssued> {
    return this.#client.issue(bodyOf(credential), call);
  }
}

function read(environment: Environment) {
  const settings = { title: 'Europass', addressVariable: 'EUROPASS_API_URL', schema: europassConfiguration };
  return readVendorConfiguration(settings, environment);
}

/** What is wrong with Europass’s environment variables, one line each; empty when all is well. */
export function europassProblems(environment: Environment): string[] {
  const configuration = read(environment);
  return configuration.state === 'wrong' ? configuration.problems : [];
}

/**
 * Europass, or null when EUROPASS_API_URL is unset. Throws an Error that lists every missing or wrong
 * variable.
 */
export function createEuropass(environment: Environment, http: HttpClient): Europass | null {
  const result = read(environment);
  if (result.state === 'wrong') throw new Error(result.problems.join('\n'));
  return result.state === 'configured' ? new HttpEuropass(result.configuration, http) : null;
}
