import type { Allowance } from './principal.ts';

/** How much the callers of an organisation may ask for. */
export enum Tier {
  STANDARD = 'STANDARD',
  ELEVATED = 'ELEVATED',
  HIGH = 'HIGH',
}

interface Limits {
  readonly readsPerHour: number;
  readonly writesPerHour: number;
}

/** For each caller by itself. STANDARD is what everybody has of whom nothing else was said. */
export const tierLimits: Readonly<Record<Tier, Limits>> = {
  [Tier.STANDARD]: { readsPerHour: 1_000, writesPerHour: 1_000 },
  [Tier.ELEVATED]: { readsPerHour: 10_000, writesPerHour: 10_000 },
  [Tier.HIGH]: { readsPerHour: 100_000, writesPerHour: 100_000 },
};

/** What a caller of that tier may ask for whose own limits are `own`: never more than the tier gives. Absent for the hub's default. */
export function allowanceOf(
  tier: Tier,
  own: { readonly [Limit in keyof Limits]: number | null } = { readsPerHour: null, writesPerHour: null },
): Allowance | undefined {
  if (tier === Tier.STANDARD && own.readsPerHour === null && own.writesPerHour === null) return undefined;
  const most = tierLimits[tier];
  return {
    readsPerHour: Math.min(own.readsPerHour ?? most.readsPerHour, most.readsPerHour),
    writesPerHour: Math.min(own.writesPerHour ?? most.writesPerHour, most.writesPerHour),
  };
}
