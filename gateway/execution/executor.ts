import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, ExecutionResult, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import type { CallContext, SubgraphCaller } from '../../platform/federation/caller.ts';
import type { Supergraph } from '../supergraph.ts';
import type { AnswerLayout } from './answer-layout.ts';

/** A valid operation with its plan. The same object for the same operation, so that an executor can keep what it derives from it. */
export interface PlannedOperation {
  readonly supergraph: Supergraph;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly plan: QueryPlan;
  /** How its data are laid out where they are written; as GraphQL has them when absent. */
  readonly layout?: AnswerLayout | undefined;
}

/** Subgraph callers by the subgraph's name. */
export type Callers = Readonly<Record<string, SubgraphCaller>>;

/** One run of an operation. `variables` have been checked against the schema. */
export interface ExecutionRequest {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: CallContext;
}

/** A result whose data have been written already. */
export interface WrittenResult extends Omit<ExecutionResult, 'data'> {
  /** The data, as the operation's layout has them. */
  readonly json: string;
  /** What they have cost, in points, as `actualCost` counts. */
  readonly points: number;
}

/**
 * The seam behind which the executor can be replaced: a plan, the subgraphs, one request; the result
 * as the client shall have it, errors with their code and path. Never rejects for what a subgraph did.
 */
export interface PlanExecutor {
  (planned: PlannedOperation, request: ExecutionRequest, callers: Callers): Promise<ExecutionResult>;
  /** The same for who wants no objects but JSON; not always is there any, nor does every executor write. */
  readonly written?: (
    planned: PlannedOperation,
    request: ExecutionRequest,
    callers: Callers,
  ) => Promise<ExecutionResult | WrittenResult>;
}

export function isWritten(result: ExecutionResult | WrittenResult): result is WrittenResult {
  return 'json' in result;
}
