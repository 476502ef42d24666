import { type ExecutionResult, GraphQLError, parse } from 'graphql';
import { anonymous } from '../../../platform/auth/principal.ts';
import { actualCost, writtenCost } from '../../cost/operation-cost.ts';
import { readSupergraph, type Supergraph } from '../../supergraph.ts';
import { executeWithApollo } from '../apollo-executor.ts';
import { compiledExecutor } from '../compiled/compiled-executor.ts';
import { type Callers, isWritten, type PlanExecutor, type PlannedOperation } from '../executor.ts';
import { planOperation } from '../planner.ts';
import { type MadeUpOperation, madeUpName, madeUpOperation } from './made-up-operation.ts';
import { type Faults, madeUpSubgraph } from './made-up-subgraph.ts';
import { Dice } from './seeded.ts';
import { composed, type Sdls } from './supergraphs.ts';

interface ToldError {
  text: string;
  path: readonly (string | number)[] | undefined;
}

interface Answer {
  data?: unknown;
  errors?: ToldError[] | undefined;
  broken?: boolean;
  rejected?: boolean;
}

export interface Compared {
  operation: MadeUpOperation;
  stock: unknown;
  compiled: unknown;
  /** What the compiled executor writes as JSON, read again. */
  written: unknown;
  /** Errors of the compiled executor at places where neither something is missing nor the stock executor has one. */
  misplaced: readonly unknown[];
}

/** A graph over which both executors run the same operations. */
export class Comparison {
  readonly #sdls: Sdls;
  readonly #supergraph: Supergraph;

  constructor(sdls: Sdls) {
    this.#sdls = sdls;
    this.#supergraph = readSupergraph(composed(sdls), {
      scopesCheckedBySubgraphs: true,
      reachable: Object.keys(sdls),
    });
  }

  /** One operation, by both executors; what they say is to be equal. */
  async run(seed: string, faults: Faults): Promise<Compared> {
    const operation = madeUpOperation(this.#supergraph.apiSchema, new Dice(seed));
    const planned = planOperation(this.#supergraph, parse(operation.query), madeUpName);
    const callers: Callers = Object.fromEntries(
      Object.entries(this.#sdls).map(([name, sdl]) => [name, madeUpSubgraph(name, sdl, faults)]),
    );
    const answers = [executeWithApollo, executeCompiled, writeCompiled].map((execute) =>
      answerOf(execute, planned, operation, callers, seed),
    );
    const [stock = {}, compiled = {}, written = {}] = await Promise.all(answers);
    const misplaced = (compiled.errors ?? []).filter(
      ({ path }) =>
        path && !isAtNull(compiled.data, path) && !stock.errors?.some((error) => sameJson(error.path, path)),
    );
    // What was wrong with a subgraph's answer is told more often than by the stock executor, never less.
    if (compiled.broken && !compiled.errors) stock.broken = true;
    return {
      operation,
      stock: withoutPaths(stock),
      compiled: withoutPaths(compiled),
      written: withoutPaths(written),
      misplaced,
    };
  }
}

const executeCompiled = compiledExecutor(1);

const writeCompiled: PlanExecutor = async (planned, request, callers) => {
  const result = (await executeCompiled.written?.(planned, request, callers)) ?? {};
  if (!isWritten(result)) return result;
  const data = JSON.parse(result.json);
  // What was counted while it was written is what the objects cost.
  if (writtenCost(result) !== actualCost(planned, data, request.variables))
    throw new Error('The costs differ.');
  return { errors: result.errors, data };
};

async function answerOf(
  execute: PlanExecutor,
  planned: PlannedOperation,
  { variables }: MadeUpOperation,
  callers: Callers,
  world: string,
): Promise<Answer> {
  try {
    const context = { principal: anonymous, requestId: world };
    return comparable(await execute(planned, { variables, context }, callers));
  } catch (error) {
    return { rejected: error instanceof Error };
  }
}

/**
 * The answer, with its errors in an order of their own. The stock executor puts the fields of fragments that it
 * merges before others that come first in the document.
 */
function comparable({ data, errors, extensions }: ExecutionResult): Answer {
  return {
    data: data && JSON.parse(JSON.stringify(data)),
    errors: errors?.map(told).sort((one, other) => (one.text < other.text ? -1 : 1)),
    broken: extensions?.valueCompletion !== undefined,
  };
}

function told(error: GraphQLError | Error): ToldError {
  if (!(error instanceof GraphQLError)) return { text: `${error.name}: ${error.message}`, path: undefined };
  const { message, path, extensions } = error;
  // Where an entity in a list is not asked for, the stock executor is one place off in those behind it.
  const inLists = path?.map((step) => (typeof step === 'number' ? '#' : step));
  return { text: JSON.stringify({ message, extensions, path: inLists }), path };
}

function withoutPaths({ errors, ...answer }: Answer): unknown {
  return { ...answer, errors: errors?.map(({ text }) => text) };
}

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether an error stands where something is missing. */
function isAtNull(data: unknown, path: readonly (string | number)[]): boolean {
  let value = data;
  for (const step of path) {
    if (value === null || value === undefined) return true;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value === null || value === undefined;
}
