import { isUUID } from 'class-validator';
import { invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { assertAgency } from '../agency.ts';
import type { PermitSyncProgress } from './permit-sync.change.ts';
import type { SyncPhase, SyncStatus } from './permit-sync.ts';
import { syncProgressed } from './sync-step.ts';

/**
 * How runs of the mirror get further, from `after` or from now on; `syncId` narrows to one. Throws
 * UNAUTHENTICATED, FORBIDDEN, VALIDATION_ERROR for an id that is none, CURSOR_INVALID, CURSOR_EXPIRED.
 */
export async function syncProgress(
  { syncId, after }: { syncId?: string | null; after?: string | null },
  { principal, events }: SubgraphContext,
): Promise<AsyncIterable<Omit<PermitSyncProgress, 'sync'>>> {
  assertAgency(principal);
  if (syncId && !isUUID(syncId)) throw invalid('syncId', 'must be a UUID');
  const place = after ? await events.placeOf(after) : undefined;
  return events.stream((event) => {
    if (event.type !== syncProgressed) return undefined;
    const { sync_id, status, phase, calls } = event.data;
    if (syncId && syncId !== sync_id) return undefined;
    return {
      cursor: events.cursorOf(event),
      occurredAt: event.occurredAt,
      status: status as SyncStatus,
      phase: phase as SyncPhase,
      calls: calls as number,
      syncId: sync_id as string,
    };
  }, place);
}
