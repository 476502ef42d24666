import { Degraded, type ReadinessCheck } from '../gateway/health.ts';
import { notifications, type WakeUps, withoutNotifications } from '../platform/events/wake-ups.ts';
import type { Lifecycle } from './lifecycle.ts';

/** How a process hears of events, and reaches the database that holds them. */
export interface Waking {
  wakeUps: WakeUps;
  databaseUrl: string;
  readiness: Record<string, ReadinessCheck>;
}

/** Through Redis when there is one for the hub's processes, else through PostgreSQL itself. */
export async function openWakeUps(
  lifecycle: Lifecycle,
  databaseUrl: string,
  redisUrl: string | undefined,
): Promise<Waking> {
  if (!redisUrl) return { wakeUps: notifications(databaseUrl), databaseUrl, readiness: {} };
  const wakeUps = await lifecycle.start(
    'Redis',
    async () => {
      const { RedisWakeUps } = await import('../platform/events/redis-wake-ups.ts');
      const opened = new RedisWakeUps(redisUrl);
      opened.open();
      return opened;
    },
    (opened) => opened.close(),
  );
  return {
    wakeUps,
    databaseUrl: withoutNotifications(databaseUrl),
    readiness: {
      redis: async () => {
        if (!wakeUps.working) throw new Degraded('Redis is not there; events are found by polling');
      },
    },
  };
}

/** The port that Redis has, as far as it is known. */
export function redisPort(redisUrl: string | undefined): number | null {
  return redisUrl ? Number(URL.parse(redisUrl)?.port || 6379) : null;
}
