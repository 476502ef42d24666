import { type DocumentNode, type GraphQLError, print } from 'graphql';
import { HubError, isErrorCode } from '../platform/errors.ts';
import type { Graph, GraphReader, GraphResult } from '../platform/federation/graph.ts';
import { unavailable } from '../platform/federation/remote-subgraph.ts';
import { estimatedCost } from './cost/operation-cost.ts';
import { tooExpensive } from './cost/too-expensive.ts';
import { Entrance } from './entrance/entrance.ts';
import { KnownDocuments } from './entrance/known-documents.ts';
import { formatForClients } from './errors.ts';
import { executeCompiled } from './execution/compiled/compiled-executor.ts';
import type { Callers } from './execution/executor.ts';
import { OperationRunner } from './execution/operation-runner.ts';
import { defaultLimits } from './limits.ts';
import { type Entry, entriesOf, forbiddenField } from './needed-scopes.ts';
import { CurrentSupergraph, subgraphUrls } from './supergraph.ts';

/** Points that a query which is run again and again, for each event of a webhook, may cost. */
const costLimit = 2_000;

/** Names no row of anybody's. */
const nobodysId = '00000000-0000-0000-0000-000000000000';

/** The graph as its clients have it, by the same limits, for the hub's own parts: without HTTP and keys. */
export class InternalGraph implements Graph {
  readonly #callers: Callers;
  readonly #supergraph: CurrentSupergraph;
  readonly #runner: OperationRunner;
  readonly #entrance: Entrance;

  /** A subgraph of the supergraph that `callers` lacks counts as one that does not answer. */
  constructor(supergraphSdl: string, callers: Callers) {
    const names = subgraphUrls(supergraphSdl).map(({ name }) => name);
    this.#callers = { ...Object.fromEntries(names.map((name) => [name, nowhere(name)])), ...callers };
    this.#supergraph = new CurrentSupergraph(supergraphSdl, {
      scopesCheckedBySubgraphs: true,
      reachable: names,
    });
    this.#runner = new OperationRunner(this.#callers, executeCompiled);
    this.#entrance = new Entrance({
      documents: new KnownDocuments(this.#supergraph, defaultLimits),
      limits: defaultLimits,
      introspection: 'for everybody',
    });
  }

  async check(document: DocumentNode, reader: GraphReader): Promise<readonly GraphQLError[]> {
    const query = print(document);
    const known = this.#entrance.enter({ query }, reader.principal);
    const errors = known.errors(document);
    if (errors) return errors;
    const planned = known.plan(null);
    const cost = estimatedCost(planned, {});
    if (cost > costLimit) throw tooExpensive(cost, costLimit);
    const { scopes } = reader.principal;
    const forbidden = forbiddenField(this.#supergraph.value.supergraphSchema, document, scopes);
    if (forbidden) throw lacking(forbidden.field, `This needs the scope ${forbidden.needed}.`);
    await Promise.all(entriesOf(planned.plan).map((entry) => this.#enter(entry, reader)));
    return [];
  }

  async run(query: string, variables: Record<string, unknown>, reader: GraphReader): Promise<GraphResult> {
    try {
      const known = this.#entrance.enter({ query, variables }, reader.principal);
      const wrong = known.errors();
      if (wrong) return { errors: wrong.map(formatForClients) };
      const { data, errors } = await this.#runner.run(known.plan(null), variables, reader);
      return { data, errors: errors?.map(formatForClients) };
    } catch (error) {
      return { errors: [formatForClients(error)] };
    }
  }

  /** Enters a subgraph as the plan will, with an entity that there is not: what the reader may not do is refused. */
  async #enter({ subgraph, typeName }: Entry, reader: GraphReader): Promise<void> {
    const { errors } = await (this.#callers[subgraph] ?? nowhere(subgraph)).execute(
      {
        query: 'query($of: [_Any!]!) { _entities(representations: $of) { __typename } }',
        variables: { of: [{ __typename: typeName, id: nobodysId }] },
      },
      reader,
    );
    const [failure] = errors ?? [];
    const code = failure?.extensions.code;
    if (code === 'FORBIDDEN') throw lacking(typeName, failure?.message ?? '');
    if (isErrorCode(code) && code !== 'VALIDATION_ERROR')
      throw new HubError(code, { message: failure?.message ?? '' });
  }
}

function lacking(what: string, why: string): HubError {
  return new HubError('FORBIDDEN', { message: `The key may not read ${what}. ${why}` });
}

function nowhere(name: string): Callers[string] {
  const fail = async (): Promise<never> => {
    throw unavailable(name, new Error('no caller'));
  };
  return { execute: fail, subscribe: fail, close: async () => {} };
}
