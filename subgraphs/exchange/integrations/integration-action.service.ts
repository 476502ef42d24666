import { HubError, invalid, isErrorCode } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Graph, GraphResult } from '../../../platform/federation/graph.ts';
import type { Integration } from './integration.ts';
import type { ConnectIntegrationInput } from './integration-action.inputs.ts';
import { IntegrationConnection, IntegrationSync } from './integration-action.ts';

const setSicantik = `mutation($input: SetSicantikConfigurationInput!) {
  setSicantikConfiguration(input: $input) { baseUrl }
}`;
const resetSicantik = 'mutation { resetSicantikConfiguration { baseUrl } }';
const syncSicantik = 'mutation { syncPermits { id status startedAt } }';
const connectLinkedIn = 'mutation { connectLinkedIn { url expiresAt } }';
const disconnectLinkedIn = 'mutation { disconnectLinkedIn { id } }';

/**
 * Connects outside systems, and ends that, as far as callers can: by the mutations of the subgraphs that work with
 * them, run as the caller, who needs what those need.
 */
export class IntegrationActionService {
  readonly #registry: readonly Integration[];
  readonly #graph: Graph;

  constructor(registry: readonly Integration[], graph: Graph) {
    this.#registry = registry;
    this.#graph = graph;
  }

  /** Throws NOT_FOUND, CONFLICT for what the deployment alone connects, and what the mutation behind it throws. */
  async connect(
    { name: given, ...settings }: ConnectIntegrationInput,
    context: SubgraphContext,
  ): Promise<IntegrationConnection> {
    const name = this.#nameOf(given);
    const present = Object.entries(settings).filter(([, value]) => value !== undefined);
    if (name === 'SICANTIK') {
      if (!settings.baseUrl) throw invalid('baseUrl', 'is needed for SICANTIK');
      await this.#run(setSicantik, { input: Object.fromEntries(present) }, context);
      return connectionOf(name, true);
    }
    if (name === 'LINKEDIN') {
      const [first] = present;
      if (first) throw invalid(first[0], 'is not for LINKEDIN, which the learner allows there');
      const { url, expiresAt } = await this.#run<{ url: string; expiresAt: string }>(
        connectLinkedIn,
        {},
        context,
      );
      return Object.assign(connectionOf(name, false), {
        authorizationUrl: url,
        authorizationExpiresAt: new Date(expiresAt),
      });
    }
    throw deployed(name);
  }

  /** Throws NOT_FOUND, CONFLICT for what has nothing to be fetched, and what the mutation behind it throws. */
  async sync(given: string, context: SubgraphContext): Promise<IntegrationSync> {
    const name = this.#nameOf(given);
    if (name !== 'SICANTIK') {
      throw new HubError('CONFLICT', {
        message: `There is nothing to fetch from ${name}: it is called when something is to be done there, and again by itself until it answers.`,
      });
    }
    const run = await this.#run<{ id: string; status: string; startedAt: string }>(syncSicantik, {}, context);
    return Object.assign(new IntegrationSync(), {
      name,
      syncId: run.id,
      status: run.status,
      startedAt: new Date(run.startedAt),
    });
  }

  /** Throws as `connect` does. */
  async disconnect(given: string, context: SubgraphContext): Promise<IntegrationConnection> {
    const name = this.#nameOf(given);
    if (name === 'SICANTIK') {
      const left = await this.#run<{ baseUrl: string } | null>(resetSicantik, {}, context);
      return connectionOf(name, left !== null);
    }
    if (name === 'LINKEDIN') {
      await this.#run(disconnectLinkedIn, {}, context);
      return connectionOf(name, false);
    }
    throw deployed(name);
  }

  #nameOf(given: string): string {
    const name = given.toUpperCase();
    if (this.#registry.some((integration) => integration.name === name)) return name;
    throw new HubError('NOT_FOUND', {
      message: 'The hub knows no outside system of that name; see the query integrations.',
    });
  }

  /** What the one root field of `mutation` answers. A key by which a repeat is recognised goes on with it. */
  async #run<Answer>(
    mutation: string,
    variables: Record<string, unknown>,
    { principal, requestId, idempotencyKey, signal }: SubgraphContext,
  ): Promise<Answer> {
    const reader = { principal, requestId, idempotencyKey, signal };
    const result = await this.#graph.run(mutation, variables, reader);
    if (result.errors?.[0]) throw failureOf(result.errors[0]);
    return Object.values(result.data ?? {})[0] as Answer;
  }
}

function connectionOf(name: string, connected: boolean): IntegrationConnection {
  const connection = { name, connected, authorizationUrl: null, authorizationExpiresAt: null };
  return Object.assign(new IntegrationConnection(), connection);
}

function deployed(name: string): HubError {
  const variable = name === 'SMTP' ? 'SMTP_URL' : `${name}_API_URL`;
  return new HubError('CONFLICT', {
    message: `${name} is connected by the configuration of the hub (${variable}), which its operator alone changes, and by no caller.`,
  });
}

function failureOf({ message, extensions }: NonNullable<GraphResult['errors']>[number]): HubError {
  const { code, details } = extensions ?? {};
  return new HubError(isErrorCode(code) ? code : 'INTERNAL', {
    message,
    ...(Array.isArray(details) && { details }),
  });
}
