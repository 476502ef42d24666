import type { QueryPlan } from '@apollo/query-planner';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { log } from '../../../platform/log.ts';
import { costTree, type ObjectCost } from '../../cost/cost-tree.ts';
import { notePoints } from '../../cost/operation-cost.ts';
import { conditionsOf } from '../conditions.ts';
import type {
  Callers,
  ExecutionRequest,
  PlanExecutor,
  PlannedOperation,
  WrittenResult,
} from '../executor.ts';
import { planUnder } from '../needed-requirements.ts';
import { introspection } from './introspection.ts';
import { booleanVariable } from './plan-step.ts';
import { compileShape, type Shaping } from './result-shape.ts';
import { compileText } from './result-text.ts';
import type { Run, Step } from './run.ts';
import { compileScheduled } from './scheduled-plan.ts';
import type { Selected, Selecting } from './selections.ts';
import type { Writing } from './text-source.ts';

/** An operation may be shaped in as many ways as its `@skip` and `@include` have outcomes; so many are kept. */
const outcomesKept = 32;
/** How often an operation must be asked for until functions are generated for it: they take a while to make. */
const writtenFromThe = 3;

/** What the answer is made by, under one outcome of `@skip` and `@include`. */
interface Outcome {
  readonly selecting: Selecting;
  readonly cost: ObjectCost;
  shape?: ReturnType<typeof compileShape>;
  text?: ReturnType<typeof compileText>;
  /** How often it was asked for as JSON. */
  asked: number;
}

/** A planned operation as functions. */
class CompiledOperation {
  readonly #planned: PlannedOperation;
  readonly #writtenFrom: number;
  readonly #stepUnder: (variables: ExecutionRequest['variables']) => Step | undefined;
  readonly #introspect: ReturnType<typeof introspection>;
  /** The Boolean variables of `@skip` and `@include`, each with how it is read. */
  readonly #conditions: readonly (readonly [string, ReturnType<typeof booleanVariable>])[];
  readonly #outcomes = new LRUCache<string, Outcome>({ max: outcomesKept });

  constructor(planned: PlannedOperation, writtenFrom: number) {
    const { plan, supergraph, operation, fragments } = planned;
    if (plan.node?.kind === 'Subscription') {
      throw new Error('A subscription is begun at its subgraph, not executed.');
    }
    this.#planned = planned;
    this.#writtenFrom = writtenFrom;
    const { supergraphSchema } = supergraph;
    const compiled = ({ node }: QueryPlan) =>
      node && node.kind !== 'Subscription'
        ? compileScheduled(node, { supergraphSchema, operation })
        : undefined;
    this.#stepUnder = stepsOf(planned, compiled);
    this.#introspect = introspection(supergraph.apiSchema, operation, fragments);
    this.#conditions = conditionsOf(planned).map((name) => [name, booleanVariable(name, operation)]);
  }

  async run(request: ExecutionRequest, callers: Callers): Promise<ExecutionResult> {
    const run = await this.#fetched(request, callers);
    return withoutThrowing(() => this.#shaped(run));
  }

  async write(request: ExecutionRequest, callers: Callers): Promise<ExecutionResult | WrittenResult> {
    const run = await this.#fetched(request, callers);
    return withoutThrowing(() => this.#written(run) ?? this.#shaped(run));
  }

  async #fetched({ variables, context }: ExecutionRequest, callers: Callers): Promise<Run> {
    const run: Run = { variables, context, callers, data: {}, errors: [] };
    await this.#stepUnder(variables)?.(run, { path: [], objects: [run.data] });
    return run;
  }

  /** Undefined where there is something to be told of the data, or the operation has hardly been seen. */
  #written({ data, errors, variables }: Run): WrittenResult | undefined {
    const outcome = this.#outcomeOf(variables);
    outcome.asked += 1;
    if (outcome.asked < this.#writtenFrom) return undefined;
    outcome.text ??= compileText(this.#root, outcome.selecting, outcome.cost, this.#planned.layout);
    const writing: Writing = {
      variables,
      points: 0,
      introspect: (group) => this.#introspect(group, variables),
    };
    const json = outcome.text(data, writing);
    if (json === undefined) return undefined;
    const { points } = writing;
    return errors.length > 0 ? { errors: errors as GraphQLError[], json, points } : { json, points };
  }

  #shaped({ data, errors, variables }: Run): ExecutionResult {
    const broken: GraphQLError[] = [];
    const outcome = this.#outcomeOf(variables);
    outcome.shape ??= compileShape(this.#root, outcome.selecting, outcome.cost);
    const shaping: Shaping = {
      errors: broken,
      path: [],
      variables,
      points: 0,
      introspect: (group) => this.#introspect(group, variables),
    };
    const shaped = outcome.shape(data, shaping);
    if (shaped) notePoints(shaped, shaping.points);
    // What could not be reached is no GraphQLError yet; whoever formats errors takes both.
    if (errors.length > 0) return { errors: errors as GraphQLError[], data: shaped };
    if (broken.length === 0) return { data: shaped };
    // The client gets null, and what was wrong in `extensions`, as from Apollo's own gateway and router.
    log.warn({ valueCompletion: broken }, 'a subgraph broke its own schema');
    return { data: shaped, extensions: { valueCompletion: broken } };
  }

  get #root(): Selected {
    const { supergraph, operation } = this.#planned;
    const type = supergraph.apiSchema.getRootType(operation.operation);
    if (!type) throw new Error(`The schema has no ${operation.operation}.`);
    return { type, selectionSet: operation.selectionSet };
  }

  #outcomeOf(variables: Readonly<Record<string, unknown>>): Outcome {
    let key = '';
    for (const [, read] of this.#conditions) key += read(variables) ? '1' : '0';
    let outcome = this.#outcomes.get(key);
    if (!outcome) {
      const { supergraph, fragments } = this.#planned;
      const conditions = new Map(this.#conditions.map(([name, read]) => [name, read(variables)]));
      const selecting = { schema: supergraph.apiSchema, fragments, conditions };
      outcome = { selecting, cost: costTree(this.#planned, conditions), asked: 0 };
      this.#outcomes.set(key, outcome);
    }
    return outcome;
  }
}

function stepsOf(planned: PlannedOperation, compile: (plan: QueryPlan) => Step | undefined) {
  const under = planUnder(planned);
  if (!under) {
    const step = compile(planned.plan);
    return () => step;
  }
  const steps = new WeakMap<QueryPlan, Step | undefined>();
  return (variables: ExecutionRequest['variables']): Step | undefined => {
    const plan = under(variables);
    if (!steps.has(plan)) steps.set(plan, compile(plan));
    return steps.get(plan);
  };
}

function withoutThrowing<R>(complete: () => R): R | ExecutionResult {
  try {
    return complete();
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    const originalError = error as Error;
    return { errors: [new GraphQLError(originalError.message, { originalError })] };
  }
}

/**
 * Executes plans that are compiled to functions once: the same answers as from Apollo's executor, in less time.
 *
 * @param writtenFrom which time of being asked for as JSON an operation is written by functions of its own
 */
export function compiledExecutor(writtenFrom = writtenFromThe): PlanExecutor {
  const compiled = new WeakMap<PlannedOperation, CompiledOperation>();
  function compiledOf(planned: PlannedOperation): CompiledOperation {
    let operation = compiled.get(planned);
    if (!operation) {
      operation = new CompiledOperation(planned, writtenFrom);
      compiled.set(planned, operation);
    }
    return operation;
  }
  return Object.assign(
    async (planned: PlannedOperation, request: ExecutionRequest, callers: Callers) =>
      compiledOf(planned).run(request, callers),
    {
      written: async (planned: PlannedOperation, request: ExecutionRequest, callers: Callers) =>
        compiledOf(planned).write(request, callers),
    },
  );
}

export const executeCompiled: PlanExecutor = compiledExecutor();
