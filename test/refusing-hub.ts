import { expect } from '@jest/globals';
import { isErrorCode } from '../platform/errors.ts';
import { furnishInstitution, type Ids } from './furnished-institution.ts';
import { ask, type GraphAnswer, send } from './graph-request.ts';
import { KillableHub } from './killable-hub.ts';
import { type OutsideWorld, startOutsideWorld } from './outside-world.ts';
import type { Data } from './subgraph-harness.ts';

const counts = `{ organisations { totalCount } students { totalCount } users { totalCount } apiKeys { totalCount }
  webhooks { totalCount } programs { totalCount } enrolments { totalCount } credentials { totalCount } payments { totalCount } }`;
/** Paths of files, lines of stacks, words of the database: nothing of it is anybody's business. */
export const innards = /node_modules|\bat \S+ \(|\.(ts|js):\d+|stack|select |insert |violates|ECONN/i;

/** The whole hub with an institution that has one of everything, before bad input. */
export class RefusingHub {
  readonly world: OutsideWorld;
  readonly hub: KillableHub;
  /** Of the institution. */
  readonly key: string;
  readonly ids: Ids;
  /** How many there are of everything; a test that adds something says so here. */
  readonly before: Data;

  static async start(): Promise<RefusingHub> {
    const world = await startOutsideWorld();
    const hub = await KillableHub.start({ ...world.environment, LOG_LEVEL: 'error' });
    const { key, ids } = await furnishInstitution(hub.graphqlUrl, hub.apiKeys.admin);
    return new RefusingHub(world, hub, { key, ids }, await ask(hub.graphqlUrl, hub.apiKeys.admin, counts));
  }

  private constructor(
    world: OutsideWorld,
    hub: KillableHub,
    institution: { key: string; ids: Ids },
    before: Data,
  ) {
    this.world = world;
    this.hub = hub;
    this.key = institution.key;
    this.ids = institution.ids;
    this.before = before;
  }

  request(
    query: string,
    variables?: Record<string, unknown>,
    as: string | null = this.key,
  ): Promise<GraphAnswer> {
    return send(this.hub.graphqlUrl, as, query, variables);
  }

  /** It was refused with `code`, says nothing of the hub's insides, and nothing is there that was not before. */
  async expectRefused(answer: GraphAnswer, code: string): Promise<void> {
    expect([answer.codes, answer.data ?? null]).toEqual([[code], null]);
    expect(isErrorCode(code)).toBe(true);
    expect(answer.text).not.toMatch(innards);
    expect(await ask(this.hub.graphqlUrl, this.hub.apiKeys.admin, counts)).toEqual(this.before);
  }

  async close(): Promise<void> {
    await this.hub.remove();
    await this.world.close();
  }
}
