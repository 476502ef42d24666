import type { PlanNode } from '@apollo/query-planner';
import { compileMergedFetch } from './merged-fetch-step.ts';
import { type Group, groupsOf } from './plan-groups.ts';
import { compilePlan, type PlanSurroundings } from './plan-step.ts';
import type { Place, Run, Step } from './run.ts';
import { solePlaces } from './sole-places.ts';

/** A plan as a function, with the fetches of entities put together that can be. */
export function compileScheduled(plan: PlanNode, given: Omit<PlanSurroundings, 'sole'>): Step {
  const surroundings = { ...given, sole: solePlaces(plan) };
  const groups = groupsOf(plan);
  if (!groups) return compilePlan(plan, surroundings);
  const steps = groups.map((group) => ({ after: group.after, step: compileGroup(group, surroundings) }));
  return async (run, place) => {
    const done: Promise<void>[] = [];
    for (const { after, step } of steps) {
      const before = after.flatMap((index) => done[index] ?? []);
      done.push(begun(before, step, run, place));
    }
    await Promise.all(done);
  };
}

async function begun(before: readonly Promise<void>[], step: Step, run: Run, place: Place): Promise<void> {
  if (before.length > 0) await Promise.all(before);
  await step(run, place);
}

function compileGroup({ units }: Group, surroundings: PlanSurroundings): Step {
  const fetches = units.flatMap(({ entities }) => entities ?? []);
  const merged = units.length > 1 && compileMergedFetch(fetches, surroundings);
  if (merged) return merged;
  const steps = units.map(({ node }) => compilePlan(node, surroundings));
  return async (run, place) => {
    await Promise.all(steps.map((step) => step(run, place)));
  };
}
