import { WebhookRetrySchedule } from '../webhooks/webhook.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const long = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour];
const longest = 10 * hour;
export const defaultRetryBaseMs = 5 * second;

/**
 * How long to wait after a delivery's failure number `failures` (from 1), in milliseconds, with a fifth
 * of jitter either way; null when it is not tried again. `baseMs` is the first wait when EXPONENTIAL,
 * and each that follows is four times as long.
 */
export function retryDelayMs(
  failures: number,
  schedule: { retrySchedule: WebhookRetrySchedule; retryCount: number },
  baseMs: number,
  random = Math.random(),
): number | null {
  const delay =
    schedule.retrySchedule === WebhookRetrySchedule.LONG
      ? long[failures - 1]
      : failures <= schedule.retryCount
        ? Math.min(baseMs * 4 ** (failures - 1), longest)
        : undefined;
  return delay === undefined ? null : Math.round(delay * (0.8 + 0.4 * random));
}
