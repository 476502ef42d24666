import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { MirrorState, SweptList } from './mirror-state.ts';

/** The state, to be changed in the transaction of `em` by nobody else meanwhile. */
export function lockState(em: EntityManager): Promise<MirrorState> {
  return em.findOneOrFail(MirrorState, { id: 1 }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}

/** Begins a new sweep with the next page; what the one under way has seen counts for nothing. */
export function restartSweep(state: MirrorState): void {
  state.sweep += 1;
  state.sweepList = SweptList.IN_PROCESS;
  state.sweepStartedAt = null;
  state.sweepGapless = true;
  state.sweepSeen = 0;
  beginList(state);
}

/** Sets the sweep to the beginning of its list. */
export function beginList(state: MirrorState): void {
  state.sweepOffset = 0;
  state.sweepTail = [];
  state.sweepBacksteps = 0;
}
