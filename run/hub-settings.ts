import { integrationProblems } from '../integrations/configuration.ts';
import { readEnvironment } from '../platform/config.ts';
import { isLoopbackAddress } from '../platform/http-client/public-address.ts';
import { embeddedParts } from './configuration.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration of an embedded hub. */
export type HubVariables = ReturnType<typeof readHubVariables>;

/** @throws ConfigError */
export function readHubVariables(environment: Environment) {
  return readEnvironment(embeddedParts, environment, integrationProblems(environment));
}

/**
 * Whether a hub has what everybody knows, `test_key` and `test_secret`: one that nobody calls but from its own
 * machine, with the demo data.
 */
export function hasTestClient({ server, data }: Pick<HubVariables, 'server' | 'data'>): boolean {
  return !data.DATABASE_URL && (server.HOST === 'localhost' || isLoopbackAddress(server.HOST));
}

/** What the first process of an embedded hub has found out or prepared, for each process that is a part of it. */
export interface HubSettings {
  /** Where the gateway listens. */
  port: number;
  publicUrl: string;
  databaseUrl: string;
  dataDir: string;
  /** The variables by which the outside systems are the stand-ins; null when they are switched off. */
  standIns: Record<string, string> | null;
  /** The OAuth client of the documentation that the demo data brought; null without one. */
  docsClientId: string | null;
  /** Where the hub itself listens: webhooks do not lead there. */
  ownPorts: (number | null)[];
}
