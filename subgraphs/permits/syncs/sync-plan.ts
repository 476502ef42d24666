import type { PageOf } from '../../../integrations/permit-registry/port.ts';
import { type MirrorState, SweptList } from '../mirror/mirror-state.ts';
import { nextOffset } from '../mirror/sweep.ts';
import { PermitStatus } from '../permits/permit.ts';
import { type PermitSync, SyncPhase } from './permit-sync.ts';

/** How many entries a page is asked to have. */
export const pageSize = 100;
/** Pages of newest entries at most; before the first sweep is complete everything is new. */
const newestPages = { first: 1, later: 20 };
/** Calls of a run that nobody asked for: of the 135 that the schedule may make in a quarter of an hour. */
const scheduledCalls = 120;
const typesEveryMs = 24 * 60 * 60_000;

/** The call that comes next in a run. */
export type PlannedCall =
  | { phase: SyncPhase.TYPES | SyncPhase.COUNTS | SyncPhase.EXPIRIES }
  | {
      phase: SyncPhase.NEWEST_IN_PROCESS | SyncPhase.NEWEST_ISSUED | SyncPhase.SWEEP;
      status: PermitStatus;
      page: PageOf;
    };

/** What a run does next; null when it is done. */
export function nextCall(sync: PermitSync, state: MirrorState): PlannedCall | null {
  if (!sync.complete && sync.calls >= scheduledCalls) return null;
  const { phase } = sync;
  switch (phase) {
    case SyncPhase.TYPES:
    case SyncPhase.COUNTS:
    case SyncPhase.EXPIRIES:
      return { phase };
    case SyncPhase.NEWEST_IN_PROCESS:
    case SyncPhase.NEWEST_ISSUED: {
      const status = phase === SyncPhase.NEWEST_ISSUED ? PermitStatus.ISSUED : PermitStatus.IN_PROCESS;
      return { phase, status, page: { limit: pageSize, offset: sync.newestOffset } };
    }
    case SyncPhase.SWEEP: {
      const status = state.sweepList === SweptList.ISSUED ? PermitStatus.ISSUED : PermitStatus.IN_PROCESS;
      return { phase, status, page: { limit: pageSize, offset: nextOffset(sweepPlace(state)) } };
    }
  }
}

/** The phase that a run begins with. */
export function firstPhase(state: MirrorState, now: Date): SyncPhase {
  const { typesReadAt } = state;
  const due = typesReadAt === null || now.getTime() - typesReadAt.getTime() >= typesEveryMs;
  return due ? SyncPhase.TYPES : SyncPhase.COUNTS;
}

/** Goes on to the phase after `phase`; false when that was the last that the run has. */
export function goOn(sync: PermitSync): boolean {
  const phases = Object.values(SyncPhase);
  const next = phases[phases.indexOf(sync.phase) + 1];
  // A complete run is over with its sweep; expiries are for calls that are left over.
  if (!next || (next === SyncPhase.EXPIRIES && sync.complete)) return false;
  sync.phase = next;
  sync.newestOffset = 0;
  return true;
}

/** Whether the newest entries have been read far enough, after a page of `read` entries with `news`. */
export function newestDone(sync: PermitSync, state: MirrorState, read: number, news: boolean): boolean {
  const most = (state.sweptAt === null ? newestPages.first : newestPages.later) * pageSize;
  return !news || read === 0 || sync.newestOffset >= most;
}

export function sweepPlace(state: MirrorState) {
  return { offset: state.sweepOffset, tail: state.sweepTail, backsteps: state.sweepBacksteps };
}
