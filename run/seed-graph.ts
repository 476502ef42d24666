import { v7 as uuidv7 } from 'uuid';
import type { Principal } from '../platform/auth/principal.ts';
import type { SubgraphCaller } from '../platform/federation/caller.ts';

/** A noun that is seeded: how one tells which are there, and how one is made. */
export interface SeededNoun<Node> {
  subgraph: string;
  /** Query that lists them. */
  list: string;
  /** What `keyOf` needs of a node. */
  selection: string;
  keyOf(node: Node): string;
  /** Mutation that makes one from its input. */
  create: string;
  inputType: string;
}

/** The graph as a seed uses it: through the callers of its subgraphs, and any error ends it. */
export class SeedGraph {
  readonly #callers: Readonly<Record<string, SubgraphCaller>>;
  readonly #principal: Principal;

  constructor(callers: Readonly<Record<string, SubgraphCaller>>, principal: Principal) {
    this.#callers = callers;
    this.#principal = principal;
  }

  /** The answer to the one root field of `query`. */
  async run<T>(subgraph: string, query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const caller = this.#callers[subgraph];
    if (!caller) throw new Error(`There is no subgraph ${subgraph} to seed.`);
    const call = { principal: this.#principal, requestId: uuidv7() };
    const { data, errors } = await caller.execute({ query, variables }, call);
    if (errors?.[0]) throw errors[0].originalError ?? errors[0];
    return Object.values(data ?? {})[0] as T;
  }

  /** Makes those of `inputs` that are not there yet. The ids of all that are there then, by their key. */
  async ensure<Node extends { id: string }>(
    noun: SeededNoun<Node>,
    inputs: Iterable<readonly [key: string, input: object]>,
  ): Promise<Map<string, string>> {
    const list = `query Seed { ${noun.list}(first: 1000) { nodes { id ${noun.selection} } } }`;
    const { nodes } = await this.run<{ nodes: Node[] }>(noun.subgraph, list);
    const ids = new Map(nodes.map((node) => [noun.keyOf(node), node.id]));
    const create = `mutation Seed($input: ${noun.inputType}!) { ${noun.create}(input: $input) { id } }`;
    for (const [key, input] of inputs) {
      if (ids.has(key)) continue;
      const { id } = await this.run<{ id: string }>(noun.subgraph, create, { input });
      ids.set(key, id);
    }
    return ids;
  }
}
