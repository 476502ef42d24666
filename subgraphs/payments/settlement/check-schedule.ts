const minute = 60_000;
const hour = 60 * minute;

/** When a payment that the wallet has not ended yet is read back, in case its callback never comes. All in milliseconds. */
export interface CheckSchedule {
  /** Counted from when the hub stored the payment. */
  after: readonly number[];
  /** From then on, this often ... */
  thenEvery: number;
  /** ... until it is this old. */
  giveUpAfter: number;
}

export const defaultCheckSchedule: CheckSchedule = {
  after: [minute, 5 * minute, 15 * minute, 60 * minute],
  thenEvery: hour,
  giveUpAfter: 7 * 24 * hour,
};

/** A wallet's clock may run a little behind: reading at the very moment of expiry would find it pending. */
const expiryGrace = 2000;

/** The next moment to read a payment back, after `now`; null once it is too old. */
export function nextCheck(
  schedule: CheckSchedule,
  payment: { createdAt: Date; expiresAt: Date | null },
  now: Date,
): Date | null {
  const born = payment.createdAt.getTime();
  const end = born + schedule.giveUpAfter;
  const planned = schedule.after.map((delay) => born + delay);
  planned.push(Math.max(now.getTime(), planned.at(-1) ?? born) + schedule.thenEvery);
  if (payment.expiresAt) planned.push(payment.expiresAt.getTime() + expiryGrace);
  const next = Math.min(...planned.filter((moment) => moment > now.getTime()));
  return next <= end ? new Date(next) : null;
}

/** How long to wait before asking again for what a wallet did not answer, in milliseconds, with jitter against herds. */
export function retryDelay(attempts: number, retryAfterMs: number | null): number {
  const backoff = Math.min(2000 * 3 ** Math.max(0, attempts - 1), hour);
  return Math.max(retryAfterMs ?? 0, backoff * (0.75 + Math.random() / 2));
}
