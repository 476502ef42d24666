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
