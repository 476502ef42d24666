import type { SicantikStandInOptions } from '../../integrations/permit-registry/sicantik/sandbox.ts';
import {
  type SicantikUnderTest,
  startSicantik,
} from '../../integrations/permit-registry/sicantik/sicantik-under-test.ts';
import { eventually } from '../../test/graph-request.ts';
import {
  type Data,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../test/subgraph-harness.ts';
import { identity } from '../identity/subgraph.ts';
import { unlimited } from './calls/call-limit.ts';
import { type PermitsOptions, permits } from './subgraph.ts';

/** A mirror over SICANTIK's stand-in; every call may be made at once unless `options` say otherwise. */
export interface MirrorUnderTest {
  hub: SubgraphHarness;
  sicantik: SicantikUnderTest;
  /** Runs an operation as the operator, without errors. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Data>;
  /** Starts a run, waits for its end, and answers how it went. */
  sync(complete?: boolean): Promise<Data>;
  /** How a run went that was started before. */
  ended(id: string): Promise<Data>;
  /** Registration ids of the permits that match, newest first. */
  ids(filter?: Data): Promise<string[]>;
  close(): Promise<void>;
}

const syncFields =
  'id status phase calls permitsRead permitsNew permitsChanged permitsVanished unreadable lastError lastErrorCode startedAt endedAt complete trigger';

export async function startMirror(
  standIn: SicantikStandInOptions = {},
  options: Partial<PermitsOptions> = {},
): Promise<MirrorUnderTest> {
  const sicantik = await startSicantik(standIn);
  const registries = { ...sicantik.registries, configured: sicantik.address };
  const hub = await startSubgraphs([
    identity,
    permits({ registries, limit: unlimited, allowHttp: true, ...options }),
  ]);
  const ask = async (query: string, variables?: Record<string, unknown>) => {
    const { data, errors } = await hub.call('permits', platformPrincipal(), query, variables);
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return data;
  };
  const ended = (id: string): Promise<Data> =>
    eventually(async () => {
      const { permitSync } = await ask(`query($id: ID!) { permitSync(id: $id) { ${syncFields} } }`, { id });
      return permitSync.status !== 'RUNNING' && permitSync;
    }, `run ${id} ends`);
  return {
    hub,
    sicantik,
    ask,
    ended,
    async sync(complete = true) {
      const { syncPermits } = await ask(
        'mutation($complete: Boolean!) { syncPermits(input: { complete: $complete }) { id } }',
        { complete },
      );
      return ended(syncPermits.id);
    },
    async ids(filter = {}) {
      const { permits: found } = await ask(
        'query($filter: PermitFilter) { permits(first: 1000, filter: $filter) { nodes { registrationId } } }',
        { filter },
      );
      return found.nodes.map((node: Data) => node.registrationId);
    },
    async close() {
      await hub.close();
      await sicantik.close();
    },
  };
}
