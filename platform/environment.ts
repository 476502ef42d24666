import { v7 as uuidv7 } from 'uuid';

/** Whether something is real, or there to be tried. */
export enum Environment {
  LIVE = 'LIVE',
  SANDBOX = 'SANDBOX',
}

/** Something that both environments have of their own. */
export interface PerEnvironment<T> {
  readonly live: T;
  readonly sandbox: T;
}

/** The digit of a UUID that tells its version (RFC 9562). */
const versionAt = 14;
const sandboxVersion = '8';

/**
 * A new id of an organisation. Those of the sandbox are UUIDs of version 8 and otherwise as those of
 * version 7 are, so that whatever holds the id of an organisation tells its environment, in SQL as here.
 */
export function newOrganisationId(environment: Environment): string {
  const id = uuidv7();
  if (environment === Environment.LIVE) return id;
  return `${id.slice(0, versionAt)}${sandboxVersion}${id.slice(versionAt + 1)}`;
}

/** Whether an organisation is of the sandbox, by its id. */
export function isOfSandbox(organisationId: string): boolean {
  return organisationId.charAt(versionAt) === sandboxVersion;
}

/** The environment of an organisation, by its id. */
export function environmentOf(organisationId: string): Environment {
  return isOfSandbox(organisationId) ? Environment.SANDBOX : Environment.LIVE;
}

/** What an organisation has of the two. */
export function ofOrganisation<T>(each: PerEnvironment<T>, organisationId: string): T {
  return isOfSandbox(organisationId) ? each.sandbox : each.live;
}
