import type { EntityManager } from '@mikro-orm/postgresql';
import type {
  PermitPage,
  RegistryCounts,
  RegistryPermit,
  RegistryPermitDetail,
  RegistryPermitType,
} from '../../../integrations/permit-registry/port.ts';
import { beginList, restartSweep } from '../mirror/mirror-state.service.ts';
import { type MirrorState, SweptList } from '../mirror/mirror-state.ts';
import { flagVanished, takeIn, takeInTypes } from '../mirror/permit-mirror.service.ts';
import type { PermitRecord } from '../mirror/permit-rows.ts';
import { advance } from '../mirror/sweep.ts';
import { PermitStatus } from '../permits/permit.ts';
import type { PermitSync } from './permit-sync.ts';
import { goOn, newestDone, sweepPlace } from './sync-plan.ts';

/** After so many permits in a row of which the registry knew no expiry it is not asked further. */
const untoldExpiries = 3;
/** A list that goes on for so many entries after the last new one does not heed its offset. */
const runaway = 10_000;
/** A sweep that has seen less than this part of what the registry counts is not believed. */
const believable = 0.9;

/** The run and the state, locked in the transaction of `em`, and when the call was begun and answered. */
export interface Settling {
  em: EntityManager;
  sync: PermitSync;
  state: MirrorState;
  calledAt: Date;
  at: Date;
}

/** Each takes an answer in, and says whether the run has more to do. */
export const take = {
  async types({ em, sync, state, at }: Settling, types: RegistryPermitType[]): Promise<boolean> {
    await takeInTypes(em, types);
    state.typesReadAt = at;
    return goOn(sync);
  },

  async counts({ sync, state, at }: Settling, counts: RegistryCounts): Promise<boolean> {
    const { total, issued, inProcess } = counts;
    const sum = issued === null || inProcess === null ? null : issued + inProcess;
    Object.assign(state, {
      saidTotal: total ?? sum,
      saidIssued: issued,
      saidInProcess: inProcess,
      countedAt: at,
    });
    return goOn(sync);
  },

  async newest(settling: Settling, status: PermitStatus, page: PermitPage): Promise<boolean> {
    const { em, sync, state, at } = settling;
    const taken = await takeIn(em, recordsOf(page.permits, status), {
      at,
      announceNew: state.sweptAt !== null,
    });
    const read = count(sync, page, taken);
    sync.newestOffset += read;
    return newestDone(sync, state, read, taken.new + taken.changed > 0) ? goOn(sync) : true;
  },

  async sweep(settling: Settling, status: PermitStatus, page: PermitPage): Promise<boolean> {
    const { em, sync, state, at } = settling;
    state.sweepStartedAt ??= settling.calledAt;
    const announceNew = state.sweptAt !== null;
    const taken = await takeIn(em, recordsOf(page.permits, status), { at, sweep: state.sweep, announceNew });
    const read = count(sync, page, taken);
    state.sweepSeen += taken.unswept;
    const ids = page.permits.map((permit) => permit.registrationId);
    const next = advance(sweepPlace(state), { ids, read, sweptBefore: taken.unswept === 0 });
    const lost = next.offset > state.sweepSeen + runaway;
    state.sweepOffset = next.offset;
    state.sweepTail = [...next.tail];
    state.sweepBacksteps = next.backsteps;
    state.sweepGapless &&= next.gapless && !lost;
    if (!next.ended && !lost) return true;
    if (state.sweepList === SweptList.IN_PROCESS) {
      state.sweepList = SweptList.ISSUED;
      beginList(state);
      return true;
    }
    return endSweep(settling);
  },

  async expiry(
    { em, sync, at }: Settling,
    permitId: string,
    told: RegistryPermitDetail | null,
  ): Promise<boolean> {
    await em.getConnection().execute(
      `UPDATE permits.permits SET expiry_asked_at = ?,
         updated_at = CASE WHEN expires_on IS DISTINCT FROM coalesce(?::date, expires_on) THEN ? ELSE updated_at END,
         expires_on = coalesce(?::date, expires_on)
       WHERE id = ?`,
      [at.toISOString(), told?.expiresOn ?? null, at.toISOString(), told?.expiresOn ?? null, permitId],
      'run',
      em.getTransactionContext(),
    );
    sync.untoldExpiries = told?.expiresOn ? 0 : sync.untoldExpiries + 1;
    return sync.untoldExpiries < untoldExpiries;
  },
};

/** The sweep has been through both lists: what it did not see is gone, if it can be believed. */
async function endSweep({ em, sync, state, at }: Settling): Promise<boolean> {
  const enough = state.sweepSeen > 0 && state.sweepSeen >= believable * (state.saidTotal ?? 0);
  await em.flush();
  if (state.sweepGapless && enough) sync.permitsVanished += await flagVanished(em, state, at);
  state.sweptAt = at;
  restartSweep(state);
  return goOn(sync);
}

/** Counts a page, and answers how many entries it has. */
function count(sync: PermitSync, page: PermitPage, taken: { new: number; changed: number }): number {
  sync.permitsRead += page.permits.length;
  sync.unreadable += page.unreadable;
  sync.permitsNew += taken.new;
  sync.permitsChanged += taken.changed;
  return page.permits.length + page.unreadable;
}

function recordsOf(permits: readonly RegistryPermit[], status: PermitStatus): PermitRecord[] {
  const word = status === PermitStatus.ISSUED ? 'TERBIT' : 'PROSES';
  return permits.map(({ rawStatus, ...told }) => ({ ...told, status, rawStatus: rawStatus ?? word }));
}
