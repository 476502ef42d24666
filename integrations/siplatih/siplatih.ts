import type { HttpClient, OutsideCall } from '../../platform/http-client/http-client.ts';
import {
  type Environment,
  readVendorConfiguration,
} from '../../platform/integration-kit/vendor-configuration.ts';
import { SiplatihClient } from './client.ts';
import {
  type SiplatihConfiguration,
  siplatihAccepted,
  siplatihConfiguration,
  siplatihRegistered,
} from './contract.ts';
import type {
  Siplatih,
  SiplatihAcceptance,
  SiplatihCompletion,
  SiplatihCredential,
  SiplatihProgram,
  SiplatihRegistration,
} from './port.ts';

export class HttpSiplatih implements Siplatih {
  readonly #client: SiplatihClient;

  constructor(configuration: SiplatihConfiguration, http: HttpClient) {
    this.#client = new SiplatihClient(configuration, http);
  }

  registerProgram(program: SiplatihProgram, call: OutsideCall): Promise<SiplatihRegistration> {
    return this.#client.post('/training-programs', program, siplatihRegistered, call);
  }

  reportCompletion(
    siplatihProgramId: string,
    completion: SiplatihCompletion,
    call: OutsideCall,
  ): Promise<SiplatihAcceptance> {
    const path = `/training-programs/${encodeURIComponent(siplatihProgramId)}/completions`;
    return this.#client.post(path, completion, siplatihAccepted, call);
  }

  verifyCredential(credential: SiplatihCredential, call: OutsideCall): Promise<SiplatihAcceptance> {
    return this.#client.post('/credentials/verify', credential, siplatihAccepted, call);
  }
}

function read(environment: Environment) {
  const settings = { title: 'SIPLatih', addressVariable: 'SIPLATIH_API_URL', schema: siplatihConfiguration };
  return readVendorConfiguration(settings, environment);
}

/** What is wrong with SIPLatih's environment variables, one line each; empty when all is well. */
export function siplatihProblems(environment: Environment): string[] {
  const configuration = read(environment);
  return configuration.state === 'wrong' ? configuration.problems : [];
}

/**
 * SIPLatih, or null when SIPLATIH_API_URL is unset. Throws an Error that lists every missing or wrong
 * variable.
 */
export function createSiplatih(environment: Environment, http: HttpClient): Siplatih | null {
  const result = read(environment);
  if (result.state === 'wrong') throw new Error(result.problems.join('\n'));
  return result.state === 'configured' ? new HttpSiplatih(result.configuration, http) : null;
}
