import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { PermitRegistry } from '../../../integrations/permit-registry/port.ts';
import { retryDelayMs } from '../../../integrations/permit-registry/retry-delay.ts';
import { databaseTime } from '../../../platform/db/database-time.ts';
import { type ErrorCode, errorCatalogue } from '../../../platform/errors.ts';
import type { OutsideCall } from '../../../platform/http-client/http-client.ts';
import { OutsideError } from '../../../platform/http-client/outside-error.ts';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';
import type { RegistryCaller } from '../calls/registry-caller.ts';
import { registryErrorCode } from '../calls/registry-error.ts';
import type { SicantikConfigurationService } from '../configuration/sicantik-configuration.service.ts';
import { lockState } from '../mirror/mirror-state.service.ts';
import { MirrorState } from '../mirror/mirror-state.ts';
import { permitWithoutExpiry } from '../mirror/permit-without-expiry.ts';
import { PermitSync, SyncPhase, SyncStatus, SyncTrigger } from './permit-sync.ts';
import { type Settling, take } from './sync-outcome.ts';
import { goOn, nextCall } from './sync-plan.ts';
import { enqueueStep, recordProgress, syncTask } from './sync-step.ts';

/** How long one job may go on before others have their turn. */
const sliceMs = 15_000;

/** What the mirror can do without: a registry that fails at these alone is read all the same. */
const optional: readonly SyncPhase[] = [SyncPhase.TYPES, SyncPhase.COUNTS];

/** Makes a call, and afterwards takes its answer in; says whether the run has more to do. */
type Step = (
  registry: PermitRegistry,
  call: OutsideCall,
) => Promise<(settling: Settling) => Promise<boolean>>;

/**
 * Carries runs of the mirror out, call by call. How far a run is stands in the database after each one, so
 * that whichever process comes next goes on from there; a call whose answer was lost is made again. When it
 * is not its turn to call, the job comes back when it is.
 */
export class SyncRunner {
  readonly #em: EntityManager;
  readonly #configuration: SicantikConfigurationService;
  readonly #caller: RegistryCaller;

  /** `em` is not fenced: runs belong to nobody. */
  constructor(em: EntityManager, configuration: SicantikConfigurationService, caller: RegistryCaller) {
    this.#em = em;
    this.#configuration = configuration;
    this.#caller = caller;
  }

  get task(): TaskDefinition {
    return defineTask({
      name: syncTask,
      payload: z.object({ syncId: z.uuid() }),
      run: ({ syncId }) => this.#run(syncId),
    });
  }

  async #run(id: string): Promise<void> {
    const until = Date.now() + sliceMs;
    while (await this.#step(id)) {
      if (Date.now() < until) continue;
      const em = this.#em.fork();
      return enqueueStep(em, await em.findOneOrFail(PermitSync, { id }));
    }
  }

  /** Makes the call that comes next; false when the run is over, or has to wait. */
  async #step(id: string): Promise<boolean> {
    const em = this.#em.fork();
    const sync = await em.findOne(PermitSync, { id });
    if (sync?.status !== SyncStatus.RUNNING) return false;
    const state = await em.findOneOrFail(MirrorState, { id: 1 });
    const address = await this.#configuration.address(em);
    if (!address)
      return this.#settle(sync, state, async (settling) =>
        end(settling, 'NOT_CONFIGURED', errorCatalogue.NOT_CONFIGURED.message),
      );
    const step = await this.#plan(em, sync, state);
    if (!step) return this.#settle(sync, state, (settling) => end(settling, null));
    const calledAt = new Date(await databaseTime(em));
    const callFor = sync.trigger === SyncTrigger.HAND ? 'people' : 'schedule';
    const outcome = await this.#caller.call(address, callFor, step);
    if (outcome.kind === 'not yet') {
      await enqueueStep(em, sync, outcome.freeAt);
      return false;
    }
    return this.#settle(sync, state, async (settling) => {
      settling.sync.calls += 1;
      if (outcome.kind === 'failed') return failed(settling, outcome.error);
      Object.assign(settling.sync, { retries: 0 });
      Object.assign(settling.state, { lastAnswerAt: settling.at, staleSince: null });
      const more = await outcome.answer({ ...settling, calledAt });
      return more ? goesOn(settling) : end(settling, null);
    });
  }

  /** The step that comes next; null when there is none. */
  async #plan(em: EntityManager, sync: PermitSync, state: MirrorState): Promise<Step | null> {
    const planned = nextCall(sync, state);
    switch (planned?.phase) {
      case SyncPhase.TYPES:
        return (registry, call) => answered(registry.permitTypes(call), take.types);
      case SyncPhase.COUNTS:
        return (registry, call) => answered(registry.counts(call), take.counts);
      case SyncPhase.NEWEST_IN_PROCESS:
      case SyncPhase.NEWEST_ISSUED:
      case SyncPhase.SWEEP: {
        const { status, page, phase } = planned;
        const list = status === 'ISSUED' ? 'issued' : 'inProcess';
        const takePage = phase === SyncPhase.SWEEP ? take.sweep : take.newest;
        return (registry, call) =>
          answered(registry[list](page, call), (settling, answer) => takePage(settling, status, answer));
      }
      case SyncPhase.EXPIRIES: {
        const permit = await permitWithoutExpiry(em);
        if (!permit) return null;
        return (registry, call) =>
          answered(registry.permit(permit.number, call).catch(untold), (settling, told) =>
            take.expiry(settling, permit.id, told?.registrationId === permit.registrationId ? told : null),
          );
      }
      case undefined:
        return null;
    }
  }

  /**
   * Stores what came of a step. Nothing is stored when somebody else has taken a step of this run
   * meanwhile, or another sweep has begun: the answer is then about what is no longer asked.
   */
  #settle(
    sync: PermitSync,
    seen: MirrorState,
    settle: (settling: Settling) => Promise<boolean>,
  ): Promise<boolean> {
    return this.#em.fork().transactional(async (em) => {
      const state = await lockState(em);
      const current = await em.findOneOrFail(
        PermitSync,
        { id: sync.id },
        { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
      );
      if (current.status !== SyncStatus.RUNNING) return false;
      if (current.calls !== sync.calls || state.sweep !== seen.sweep) return true;
      const at = new Date(await databaseTime(em));
      return settle({ em, sync: current, state, calledAt: at, at });
    });
  }
}

/** A registry that has nothing to say of one permit is asked of the next. */
function untold(error: unknown): null {
  if (error instanceof OutsideError && answersAmiss(error)) return null;
  throw error;
}

/** It is there, and does not answer as it should. */
function answersAmiss({ kind }: OutsideError): boolean {
  return kind === 'REJECTED' || kind === 'INVALID_REPLY';
}

async function answered<T>(
  answering: Promise<T>,
  takeIn: (settling: Settling, answer: T) => Promise<boolean>,
): Promise<(settling: Settling) => Promise<boolean>> {
  const answer = await answering;
  return (settling) => takeIn(settling, answer);
}

/** The run has more to do, and does it at once. */
async function goesOn({ em, sync }: Settling): Promise<boolean> {
  await em.flush();
  await recordProgress(em, sync);
  return true;
}

/** The run is over; with an error it has FAILED, and the mirror is as old as the last answer. */
async function end(
  { em, sync, state, at }: Settling,
  code: ErrorCode | null,
  error: string = '',
): Promise<boolean> {
  sync.status = code === null ? SyncStatus.COMPLETED : SyncStatus.FAILED;
  if (code !== null) Object.assign(sync, { lastError: error, lastErrorCode: code });
  sync.endedAt = at;
  if (code !== null) state.staleSince ??= state.lastAnswerAt ?? sync.startedAt;
  await em.flush();
  await recordProgress(em, sync);
  return false;
}

/** What is worth it is asked again later; what the mirror can do without is left out; anything else ends the run. */
async function failed(settling: Settling, error: unknown): Promise<boolean> {
  if (!(error instanceof OutsideError)) throw error;
  const { em, sync, at } = settling;
  const code = registryErrorCode(error);
  Object.assign(sync, { lastError: error.message, lastErrorCode: code });
  const delay = retryDelayMs(error, sync.retries);
  if (delay !== null) {
    sync.retries += 1;
    await em.flush();
    await enqueueStep(em, sync, new Date(at.getTime() + delay));
    await recordProgress(em, sync);
    return false;
  }
  sync.retries = 0;
  if (!answersAmiss(error) || !optional.includes(sync.phase)) return end(settling, code, error.message);
  return goOn(sync) ? goesOn(settling) : end(settling, null);
}
