import type { Principal } from '../../platform/auth/principal.ts';

/** How much callers may ask for who have no allowance of their own. */
export interface DefaultQuota {
  readsPerHour: number;
  writesPerHour: number;
}

/** How much one caller may ask for. */
export interface Quota extends DefaultQuota {
  /** The bucket that costs of operations are taken from. */
  cost: { capacity: number; perSecond: number };
}

/** Keys of the operator, who looks after the hub with them, may ask for so much more. */
const operatorFactor = 10;
/** Points that the bucket holds for each read of the hour: who asks for no more than that at a time never finds it empty. */
const pointsPerRead = 200;
/** By it the bucket is full again in 2,000 seconds. */
const pointsPerReadAndSecond = 0.1;

/** What a caller may ask for; null for the hub itself, whom nothing limits. */
export function quotaOf({ kind, allowance }: Principal, defaults: DefaultQuota): Quota | null {
  if (kind === 'service') return null;
  const factor = kind === 'platform' ? operatorFactor : 1;
  const readsPerHour = allowance?.readsPerHour ?? defaults.readsPerHour * factor;
  return {
    readsPerHour,
    writesPerHour: allowance?.writesPerHour ?? allowance?.readsPerHour ?? defaults.writesPerHour * factor,
    cost: {
      capacity: readsPerHour * pointsPerRead,
      perSecond: Math.max(1, Math.ceil(readsPerHour * pointsPerReadAndSecond)),
    },
  };
}
