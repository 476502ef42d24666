import { isUUID } from 'class-validator';
import { invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { changes } from '../../../schema/events/changes.ts';
import { assertAgency } from '../agency.ts';
import type { PermitSyncProgress } from './permit-sync.change.ts';
import type { SyncPhase, SyncStatus } from './permit-sync.ts';
import { syncProgressed } from './sync-step.ts';

/**
 * How runs of the mirror get further, from `after` or from now on; `syncId` narrows to one. Throws
 * UNAUTHENTICATED, FORBIDDEN, VALIDATION_ERROR for an id that is none, CURSOR_INVALID, CURSOR_EXPIRED.
 */
export function syncProgress(
  { syncId, after }: { syncId?: string | null; after?: string | null },
  context: SubgraphContext,
): Promise<AsyncIterable<Omit<PermitSyncProgress, 'sync'>>> {
  return changes(context, {
    type: syncProgressed,
    scopes: ['permits:manage'],
    after,
    admit() {
      assertAgency(context.principal);
      if (syncId && !isUUID(syncId)) throw invalid('syncId', 'must be a UUID');
    },
    // A run is of no organisation; agencies are let in above.
    seenBy: () => true,
    tell({ sync_id, status, phase, calls }) {
      if (syncId && syncId !== sync_id) return undefined;
      return { status: status as SyncStatus, phase: phase as SyncPhase, calls, syncId: sync_id };
    },
  });
}
