/** How one exchange with an outside system went. */
export interface HealthOutcome {
  ok: boolean;
  at: Date;
  durationMs: number;
  /** What was wrong; null when `ok`. */
  error: string | null;
}

/** Told of every exchange, so that the registry of integrations can show health as last seen. */
export interface SystemHealth {
  report(system: string, outcome: HealthOutcome): void;
}

/** Remembers the last outcome of each system, in this process. */
export class LastSeenHealth implements SystemHealth {
  readonly #outcomes = new Map<string, HealthOutcome>();

  report(system: string, outcome: HealthOutcome): void {
    this.#outcomes.set(system, outcome);
  }

  /** The last outcome of `system`, or undefined when it has not been called yet. */
  lastSeen(system: string): HealthOutcome | undefined {
    return this.#outcomes.get(system);
  }
}
