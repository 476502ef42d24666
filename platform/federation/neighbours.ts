import type { Principal } from '../auth/principal.ts';
import { HubError } from '../errors.ts';
import type { SubgraphCaller } from './caller.ts';

/** Reads entities of other subgraphs the way the gateway does, by `_entities`. */
export class Neighbours {
  readonly #callers: () => Readonly<Record<string, SubgraphCaller>>;

  /** `callers` is read at each call: in one process the subgraphs know each other only once all are made. */
  constructor(callers: () => Readonly<Record<string, SubgraphCaller>>) {
    this.#callers = callers;
  }

  /**
   * The entities `ids` of `typeName`, in the same order, null where there is none that `principal`
   * may see. `selection` is a GraphQL selection on the type. Throws UPSTREAM_UNAVAILABLE when the
   * neighbour does not answer, and the neighbour's own error when it refuses.
   */
  async entities<T>(
    subgraph: string,
    typeName: string,
    ids: readonly string[],
    selection: string,
    as: { principal: Principal; requestId: string },
  ): Promise<(T | null)[]> {
    const caller = this.#callers()[subgraph];
    if (!caller)
      throw new HubError('UPSTREAM_UNAVAILABLE', { message: `No subgraph ${subgraph} is connected.` });
    const { data, errors } = await caller.execute(
      {
        query: `query Neighbours($of: [_Any!]!) { _entities(representations: $of) { ... on ${typeName} { ${selection} } } }`,
        variables: { of: ids.map((id) => ({ __typename: typeName, id })) },
      },
      as,
    );
    const failure = errors?.[0];
    if (failure) throw failure.originalError ?? failure;
    return (data?._entities ?? []) as (T | null)[];
  }

  /** One entity; null when there is none that `principal` may see. */
  async entity<T>(
    subgraph: string,
    typeName: string,
    id: string,
    selection: string,
    as: { principal: Principal; requestId: string },
  ): Promise<T | null> {
    return (await this.entities<T>(subgraph, typeName, [id], selection, as))[0] ?? null;
  }
}
