import type { OutsideCall } from '../../platform/http-client/http-client.ts';

/** Where a permit registry is called, and how. */
export interface PermitRegistryAddress {
  /** Base URL, without a trailing slash. */
  baseUrl: string;
  /** For registries that ask for one. */
  apiKey: string | null;
  /** For one call. */
  timeoutMs: number;
}

/** A permit, or an application for one, as the registry lists it. What the registry left out is null. */
export interface RegistryPermit {
  registrationId: string;
  applicantName: string | null;
  permitTypeName: string | null;
  permitNumber: string | null;
  /** `YYYY-MM-DD`. */
  receivedOn: string | null;
  /** The registry's own word for how far an application has come; null on permits that are issued. */
  rawStatus: string | null;
}

/** What the registry tells of a single permit. */
export interface RegistryPermitDetail extends RegistryPermit {
  /** `YYYY-MM-DD`; null when the registry does not say. */
  expiresOn: string | null;
}

export interface RegistryPermitType {
  externalId: string;
  code: string | null;
  name: string;
}

/** How many permits the registry says that there are; null where it does not say. */
export interface RegistryCounts {
  total: number | null;
  issued: number | null;
  inProcess: number | null;
}

/** A part of a list, newest first. */
export interface PermitPage {
  permits: RegistryPermit[];
  /** Entries that name no registration id, and so cannot be told apart. */
  unreadable: number;
}

export interface PageOf {
  /** How many at most, 1 to 1,000. */
  limit: number;
  /** How many to leave out, from the newest. */
  offset: number;
}

/**
 * A registry of permits. Each method makes one HTTP call and never repeats it. Every method throws an
 * OutsideError (see platform/http-client); `retryDelayMs` tells when the same call may be made again.
 */
export interface PermitRegistry {
  /** The permits that are issued, newest first; empty behind the last. */
  issued(page: PageOf, call: OutsideCall): Promise<PermitPage>;
  /** The applications that are in process, newest first; empty behind the last. */
  inProcess(page: PageOf, call: OutsideCall): Promise<PermitPage>;
  permitTypes(call: OutsideCall): Promise<RegistryPermitType[]>;
  counts(call: OutsideCall): Promise<RegistryCounts>;
  /** One permit by its number; null when the registry does not know it, or does not tell of single permits. */
  permit(permitNumber: string, call: OutsideCall): Promise<RegistryPermitDetail | null>;
}

/** How a hub comes to its permit registry, whose address can change while it runs. */
export interface PermitRegistries {
  /** What the environment says; null when it says nothing. */
  configured: PermitRegistryAddress | null;
  at(address: PermitRegistryAddress): PermitRegistry;
}
