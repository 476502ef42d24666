import type { PlanNode } from '@apollo/query-planner';
import { type Unit, unitsOf } from './plan-units.ts';

/** What is done at once: one unit, or the fetches of several that ask the same subgraph. */
export interface Group {
  readonly units: readonly Unit[];
  /** The places in the list of the groups that it comes after; all smaller than its own. */
  readonly after: readonly number[];
}

/**
 * A plan with the fetches of entities put together that ask the same subgraph at the same stage, which is the number
 * of fetches that it takes to get there.
 *
 * @returns null when there is nothing to put together
 */
export function groupsOf(plan: PlanNode): Group[] | null {
  const units = unitsOf(plan);
  const stages = stagesOf(units);
  const byKey = new Map<string, number[]>();
  for (const [index, { entities }] of units.entries()) {
    const key = entities ? `${stages[index]} ${entities.fetch.serviceName}` : `unit ${index}`;
    byKey.set(key, [...(byKey.get(key) ?? []), index]);
  }
  if (byKey.size === units.length) return null;
  const stageOf = ([first = 0]: readonly number[]) => stages[first] ?? 0;
  const members = [...byKey.values()].sort((one, other) => stageOf(one) - stageOf(other));
  const groupOf = new Map(members.flatMap((indices, group) => indices.map((index) => [index, group])));
  return members.map((indices) => {
    const own = indices.flatMap((index) => units[index] ?? []);
    const after = own.flatMap((unit) => unit.after.map((index) => groupOf.get(index) ?? 0));
    return { units: own, after: [...new Set(after)] };
  });
}

/** At which stage each unit is done: as early as it can be. */
function stagesOf(units: readonly Unit[]): number[] {
  const stages: number[] = [];
  for (const { after } of units) stages.push(1 + Math.max(-1, ...after.map((index) => stages[index] ?? 0)));
  return stages;
}
