import type { Pool } from 'pg';
import { z } from 'zod';
import { enqueueAtOnce } from '../jobs/enqueue.ts';
import { log } from '../log.ts';
import type { HealthOutcome, SystemHealth } from './system-health.ts';

/** The task that keeps what is reported, one report at a time; whoever owns the registry of integrations runs it. */
export const healthTask = 'integration-health';

const moment = z.coerce.date().nullable();

/** What one process saw of an outside system since it last told; at least one of the two times is set. */
export const healthReport = z.object({
  system: z.string(),
  lastSuccessAt: moment,
  lastFailureAt: moment,
  /** What was wrong at `lastFailureAt`. */
  lastError: z.string().nullable(),
  /** Of the latest exchange. */
  lastLatencyMs: z.number(),
});
export type HealthReport = z.output<typeof healthReport>;

/** An unchanged verdict is told at most this often, per system. */
const intervalMs = 10_000;

interface Seen {
  report: HealthReport | undefined;
  /** Of the last exchange that was told; undefined before the first. */
  toldOk: boolean | undefined;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Collects the outcomes of exchanges with outside systems in memory and tells them on by a job: at
 * once when success turns to failure or back, else at most every ten seconds. Works in every process,
 * also in one that does not own the registry of integrations.
 */
export class ReportedHealth implements SystemHealth {
  readonly #pool: Pool;
  readonly #intervalMs: number;
  readonly #systems = new Map<string, Seen>();
  readonly #running = new Set<Promise<void>>();

  constructor(pool: Pool, options: { intervalMs?: number } = {}) {
    this.#pool = pool;
    this.#intervalMs = options.intervalMs ?? intervalMs;
  }

  report(system: string, outcome: HealthOutcome): void {
    const seen = this.#systems.get(system) ?? { report: undefined, toldOk: undefined, timer: undefined };
    this.#systems.set(system, seen);
    seen.report = combined(system, seen.report, outcome);
    if (outcome.ok !== seen.toldOk) {
      seen.toldOk = outcome.ok;
      this.#tell(seen);
    } else seen.timer ??= setTimeout(() => this.#tell(seen), this.#intervalMs).unref();
  }

  /** Tells what has not been told yet, and waits until all of it is stored. */
  async close(): Promise<void> {
    for (const seen of this.#systems.values()) this.#tell(seen);
    await Promise.all(this.#running);
  }

  #tell(seen: Seen): void {
    clearTimeout(seen.timer);
    seen.timer = undefined;
    const { report } = seen;
    if (!report) return;
    seen.report = undefined;
    // What cannot be stored is old news by the time the database is back; the next exchange tells anew.
    const told = enqueueAtOnce(this.#pool, healthTask, report, { queue: healthTask })
      .catch((err) => log.warn({ err, system: report.system }, 'health of a system could not be stored'))
      .finally(() => this.#running.delete(told));
    this.#running.add(told);
  }
}

function combined(system: string, before: HealthReport | undefined, outcome: HealthOutcome): HealthReport {
  const { ok, at, durationMs, error } = outcome;
  return {
    system,
    lastSuccessAt: ok ? at : (before?.lastSuccessAt ?? null),
    lastFailureAt: ok ? (before?.lastFailureAt ?? null) : at,
    lastError: ok ? (before?.lastError ?? null) : error,
    lastLatencyMs: durationMs,
  };
}
