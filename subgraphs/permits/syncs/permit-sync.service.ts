import type { EntityManager } from '@mikro-orm/postgresql';
import { HubError } from '../../../platform/errors.ts';
import { type IdempotentRequest, onceIfKeyed } from '../../../platform/idempotency/once.ts';
import type { SicantikConfigurationService } from '../configuration/sicantik-configuration.service.ts';
import { lockState, restartSweep } from '../mirror/mirror-state.service.ts';
import type { MirrorState } from '../mirror/mirror-state.ts';
import { PermitSync, SyncStatus, SyncTrigger } from './permit-sync.ts';
import { firstPhase } from './sync-plan.ts';
import { enqueueStep, recordProgress } from './sync-step.ts';

/** Who starts the runs that nobody asks for. */
const scheduler = 'service:permits';

/** Starts runs of the mirror, one at a time. */
export class PermitSyncService {
  readonly #em: EntityManager;
  readonly #configuration: SicantikConfigurationService;

  /** `em` is not fenced: runs belong to nobody. */
  constructor(em: EntityManager, configuration: SicantikConfigurationService) {
    this.#em = em;
    this.#configuration = configuration;
  }

  /**
   * Starts a run for `by`, or joins the one under way, which becomes complete when that is asked for; the same
   * request is given the same run. Throws NOT_CONFIGURED.
   */
  async start(by: string, complete: boolean, keyed: IdempotentRequest | null = null): Promise<PermitSync> {
    if (!(await this.#configuration.address())) throw new HubError('NOT_CONFIGURED');
    const startOrJoin = async (em: EntityManager) => {
      const state = await lockState(em);
      const running = await em.findOne(PermitSync, { status: SyncStatus.RUNNING });
      if (!running) return begin(em, state, { trigger: SyncTrigger.HAND, startedBy: by, complete });
      // Somebody waits for it from now on.
      running.trigger = SyncTrigger.HAND;
      if (complete && !running.complete) makeComplete(running, state);
      await em.flush();
      return running;
    };
    return this.#em.fork().transactional(async (em) => {
      const { id } = await onceIfKeyed(em, keyed, async () => (await startOrJoin(em)).id);
      return em.findOneOrFail(PermitSync, { id });
    });
  }

  /** Starts the run of this quarter of an hour; the one before goes on instead when it is not done. */
  async startScheduled(): Promise<void> {
    if (!(await this.#configuration.address())) return;
    await this.#em.fork().transactional(async (em) => {
      const state = await lockState(em);
      const running = await em.findOne(PermitSync, { status: SyncStatus.RUNNING });
      // A job that was lost, in whatever way, is made good here; it finds out itself when its turn is.
      if (running) await enqueueStep(em, running);
      else await begin(em, state, { trigger: SyncTrigger.SCHEDULE, startedBy: scheduler, complete: false });
    });
  }

  /** Starts a run when there never was one. */
  async startFirst(): Promise<void> {
    if ((await this.#em.fork().count(PermitSync)) === 0) await this.startScheduled();
  }
}

async function begin(
  em: EntityManager,
  state: MirrorState,
  how: Pick<PermitSync, 'trigger' | 'startedBy' | 'complete'>,
): Promise<PermitSync> {
  const phase = firstPhase(state, new Date());
  const sync = Object.assign(new PermitSync(), { ...how, phase, complete: false });
  if (how.complete) makeComplete(sync, state);
  em.persist(sync);
  await em.flush();
  await enqueueStep(em, sync);
  await recordProgress(em, sync);
  return sync;
}

/** A sweep that has not begun is as good as a new one. */
function makeComplete(sync: PermitSync, state: MirrorState): void {
  sync.complete = true;
  if (state.sweepStartedAt !== null) restartSweep(state);
}
