/** What one request asks of the counters: a place in its window, and points of the bucket when `cost` is given. */
export interface Take {
  /** Who asks; equal for all that count together. */
  key: string;
  /** At most `limit` within any `ms`, as two buckets tell it. Windows of one key are told apart by `name`. */
  window: { name: string; limit: number; ms: number };
  /** How many places it takes in the window; one by default. */
  places?: number;
  /** Taken from a bucket that holds `capacity` points and is filled again by `perSecond`. */
  cost?: { points: number; capacity: number; perSecond: number };
}

/** What became of it. What was refused has taken nothing. */
export interface Taken {
  refusedBy: 'window' | 'cost' | null;
  /** How many more the window admits at this moment. */
  remaining: number;
  /** Milliseconds until the window’s present bucket ends and begins to fade; when nothing remains, until one more is admitted. */
  resetMs: number;
  /** Milliseconds until the same would be admitted; 0 when it was. */
  retryMs: number;
  /** Points that are out of the bucket now. */
  used: number;
  /** Puts points back into the bucket that they were taken from. Waits for nothing. */
  giveBack(points: number): void;
}

/** Counts who has asked how often, and for how much. */
export interface Counters {
  take(take: Take): Promise<Taken>;
}

/** The buckets of a window: what was counted in the present one and in the one before, and how old the present one is. */
export interface Buckets {
  current: number;
  previous: number;
  elapsed: number;
}

/**
 * Sliding window by two buckets: what was counted in the bucket before fades as the present one goes on.
 * Milliseconds until `places` more are admitted, 0 for now.
 */
export function windowRetryMs(
  { limit, ms }: Take['window'],
  { current, previous, elapsed }: Buckets,
  places: number,
): number {
  if (limit < places) return ms;
  if (counted(ms, { current, previous, elapsed }) + places <= limit) return 0;
  if (current + places <= limit) return ms * (1 - (limit - places - current) / previous) - elapsed;
  return ms - elapsed + ms * (1 - (limit - places) / current);
}

/** How many the window counts at this moment. */
export function counted(width: number, { current, previous, elapsed }: Buckets): number {
  return current + previous * (1 - elapsed / width);
}
