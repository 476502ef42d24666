import type { HttpClient, OutsideCall } from '../../../platform/http-client/http-client.ts';
import { OutsideError } from '../../../platform/http-client/outside-error.ts';
import {
  type Environment,
  readVendorConfiguration,
} from '../../../platform/integration-kit/vendor-configuration.ts';
import type {
  PageOf,
  PermitPage,
  PermitRegistries,
  PermitRegistry,
  PermitRegistryAddress,
  RegistryCounts,
  RegistryPermitDetail,
  RegistryPermitType,
} from '../port.ts';
import { SicantikClient } from './client.ts';
import {
  defaultTimeoutMs,
  sicantikConfiguration,
  sicantikCounts,
  sicantikPermit,
  sicantikPermits,
  sicantikPermitTypes,
} from './contract.ts';

export class Sicantik implements PermitRegistry {
  readonly #client: SicantikClient;

  constructor(address: PermitRegistryAddress, http: HttpClient) {
    this.#client = new SicantikClient(address, http);
  }

  issued({ limit, offset }: PageOf, call: OutsideCall): Promise<PermitPage> {
    return this.#client.get('listpermohonanterbit', pageParameters(limit, offset), sicantikPermits, call);
  }

  inProcess({ limit, offset }: PageOf, call: OutsideCall): Promise<PermitPage> {
    return this.#client.get('listpermohonanproses', pageParameters(limit, offset), sicantikPermits, call);
  }

  permitTypes(call: OutsideCall): Promise<RegistryPermitType[]> {
    return this.#client.get('jenisperizinanlist', {}, sicantikPermitTypes, call);
  }

  counts(call: OutsideCall): Promise<RegistryCounts> {
    return this.#client.get('jumlahPerizinan', {}, sicantikCounts, call);
  }

  async permit(permitNumber: string, call: OutsideCall): Promise<RegistryPermitDetail | null> {
    const no_izin = Buffer.from(permitNumber).toString('base64');
    try {
      return await this.#client.get('cekperizinan', { no_izin }, sicantikPermit, call);
    } catch (error) {
      // Not every installation has it, and those that have not may say so with a web page.
      if (error instanceof OutsideError && error.status === 404) return null;
      throw error;
    }
  }
}

function pageParameters(limit: number, offset: number): Record<string, string> {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new RangeError(`A page has 1 to 1,000 permits, not ${limit}.`);
  if (!Number.isSafeInteger(offset) || offset < 0) throw new RangeError(`No list begins at ${offset}.`);
  return { limit: String(limit), offset: String(offset) };
}

function read(environment: Environment) {
  const settings = {
    title: 'SICANTIK',
    addressVariable: 'SICANTIK_API_URL',
    schema: sicantikConfiguration,
  };
  return readVendorConfiguration(settings, environment);
}

/** What is wrong with SICANTIK's environment variables, one line each; empty when all is well. */
export function sicantikProblems(environment: Environment): string[] {
  const configuration = read(environment);
  return configuration.state === 'wrong' ? configuration.problems : [];
}

/**
 * The way to SICANTIK, and what the environment says of its address. Throws an Error that lists every
 * wrong variable.
 */
export function sicantikRegistries(environment: Environment, http: HttpClient): PermitRegistries {
  const result = read(environment);
  if (result.state === 'wrong') throw new Error(result.problems.join('\n'));
  const configured =
    result.state === 'configured'
      ? {
          baseUrl: result.configuration.SICANTIK_API_URL,
          apiKey: result.configuration.SICANTIK_API_KEY ?? null,
          timeoutMs: defaultTimeoutMs,
        }
      : null;
  return { configured, at: (address) => new Sicantik(address, http) };
}
