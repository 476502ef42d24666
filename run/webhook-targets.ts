import { z } from 'zod';
import type { TargetPolicy } from '../platform/http-client/guarded-agent.ts';

const values = { true: 'any', loopback: 'loopback', false: 'none' } as const;

/** `WEBHOOK_ALLOW_PRIVATE`: whether webhooks may lead to addresses that are not public; `loopback` means those of this machine alone. */
export function privateTargetsVariable(otherwise: keyof typeof values) {
  return z
    .enum(['true', 'loopback', 'false'])
    .default(otherwise)
    .transform((value) => values[value]);
}

/** Where the webhooks of a hub may lead that is reached at `publicUrl`, and listens on `ports` besides its database's. */
export function webhookTargets(
  allowPrivate: TargetPolicy['allowPrivate'],
  hub: { publicUrl: string; databaseUrl: string; ports: readonly (number | null)[] },
): TargetPolicy {
  const database = Number(URL.parse(hub.databaseUrl)?.port || 5432);
  return {
    allowPrivate,
    ownPorts: [...hub.ports.filter((port) => port !== null), database],
    ownUrl: hub.publicUrl,
  };
}
