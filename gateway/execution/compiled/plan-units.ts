import type { FetchNode, PlanNode } from '@apollo/query-planner';
import type { PlanPath } from './places.ts';

/** A fetch of entities that stand at a path. */
export interface EntityFetch {
  readonly fetch: FetchNode & { requires: NonNullable<FetchNode['requires']> };
  readonly path: PlanPath;
}

/** A part of a plan that is done as a whole, when those that it comes after are done. */
export interface Unit {
  readonly node: PlanNode;
  /** What the node is when it is no more than this. */
  readonly entities: EntityFetch | null;
  /** The places in the list of those that it comes after; all smaller than its own. */
  readonly after: readonly number[];
}

/** What a plan consists of beneath its sequences and parallels. */
export function unitsOf(plan: PlanNode): Unit[] {
  const units: Unit[] = [];
  /** Returns what is to be waited for by whoever comes after `node`. */
  const add = (node: PlanNode, after: readonly number[]): readonly number[] => {
    if (node.kind === 'Sequence') return node.nodes.reduce((before, child) => add(child, before), after);
    if (node.kind === 'Parallel') return [...new Set(node.nodes.flatMap((child) => add(child, after)))];
    units.push({ node, entities: entityFetchOf(node), after });
    return [units.length - 1];
  };
  add(plan, []);
  return units;
}

function entityFetchOf(node: PlanNode): EntityFetch | null {
  if (node.kind !== 'Flatten' || node.node.kind !== 'Fetch') return null;
  const { requires } = node.node;
  return requires ? { fetch: { ...node.node, requires }, path: node.path } : null;
}
