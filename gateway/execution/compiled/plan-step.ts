import type { ConditionNode, PlanNode } from '@apollo/query-planner';
import { type GraphQLSchema, type OperationDefinitionNode, valueFromASTUntyped } from 'graphql';
import { compileCollect, compilePlace } from './collecting.ts';
import { compileFetch } from './fetch-step.ts';
import type { PlanPath } from './places.ts';
import type { Place, Run, Step } from './run.ts';
import type { SolePlace } from './sole-places.ts';

/** What every node of a plan is compiled with. */
export interface PlanSurroundings {
  /** With the types as the subgraphs know them. */
  supergraphSchema: GraphQLSchema;
  operation: OperationDefinitionNode;
  /** The places at which one fetch alone puts objects. */
  sole: ReadonlyMap<string, SolePlace>;
  /** Beneath another path already. */
  isWithin?: boolean;
}

/** A node of the plan as a function. */
export function compilePlan(node: PlanNode, surroundings: PlanSurroundings): Step {
  switch (node.kind) {
    case 'Fetch':
      return compileFetch(node, surroundings.supergraphSchema);
    case 'Sequence':
      return sequence(node.nodes.map((child) => compilePlan(child, surroundings)));
    case 'Parallel':
      return parallel(node.nodes.map((child) => compilePlan(child, surroundings)));
    case 'Flatten':
      return within(node.path, compilePlan(node.node, { ...surroundings, isWithin: true }), surroundings);
    case 'Condition':
      return conditional(node, surroundings);
    case 'Defer':
      throw new Error('@defer support is not available in the gateway');
  }
}

function sequence(steps: readonly Step[]): Step {
  return async (run, place) => {
    for (const step of steps) await step(run, place);
  };
}

function parallel(steps: readonly Step[]): Step {
  return async (run, place) => {
    await Promise.all(steps.map((step) => step(run, place)));
  };
}

/** `step` for what is at `path` beneath the objects of the place. */
function within(path: PlanPath, step: Step, { sole, isWithin }: PlanSurroundings): Step {
  const collect = isWithin ? beneathPlace(path) : compilePlace(path, sole);
  return (run, place) => {
    const objects = collect(run, place);
    if (objects.length === 0) return;
    return step(run, { path: [...place.path, ...path], objects });
  };
}

function beneathPlace(path: PlanPath) {
  const collect = compileCollect(path, null);
  return (_: Run, { objects }: Place) => objects.flatMap((object) => collect(object));
}

function conditional(node: ConditionNode, surroundings: PlanSurroundings): Step {
  const then = node.ifClause && compilePlan(node.ifClause, surroundings);
  const otherwise = node.elseClause && compilePlan(node.elseClause, surroundings);
  const holds = booleanVariable(node.condition, surroundings.operation);
  return (run: Run, place: Place) => (holds(run.variables) ? then : otherwise)?.(run, place);
}

/** The value of a variable of type Boolean, or its default. */
export function booleanVariable(
  name: string,
  operation: OperationDefinitionNode,
): (variables: Readonly<Record<string, unknown>>) => boolean {
  const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  const byDefault = definition?.defaultValue && valueFromASTUntyped(definition.defaultValue);
  return (variables) => {
    const value = Object.hasOwn(variables, name) ? (variables[name] ?? byDefault) : byDefault;
    if (typeof value !== 'boolean') throw new Error(`The variable $${name} is needed, and is no Boolean.`);
    return value;
  };
}
