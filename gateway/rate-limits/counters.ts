/** What one request asks of the counters: a place in its window, and points of the bucket when `cost` is given. */
export interface Take {
  /** Who asks; equal for all that count together. */
  key: string;
  /** At most `limit` within any `ms`, as two buckets tell it. Windows of one key are told apart by `name`. */
  window: { name: string; limit: number; ms: number };
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

/**
 * Sliding window by two buckets: what was counted in the bucket before fades as the present one goes on.
 * Milliseconds until one more is admitted, 0 for now.
 */
export function windowRetryMs(
  limit: number,
  width: number,
  { current, previous, elapsed }: { current: number; previous: number; elapsed: number },
): number {
  if (limit < 1) return width;
  if (counted(width, { current, previous, elapsed }) + 1 <= limit) return 0;
  if (current + 1 <= limit) return width * (1 - (limit - 1 - current) / previous) - elapsed;
  return width - elapsed + width * (1 - (limit - 1) / current);
}

/** How many the window counts at this moment. */
export function counted(
  width: number,
  { current, previous, elapsed }: { current: number; previous: number; elapsed: number },
): number {
  return current + previous * (1 - elapsed / width);
}
