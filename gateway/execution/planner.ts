import { type Operation, operationFromDocument } from '@apollo/federation-internals';
import type { QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { HubError } from '../../platform/errors.ts';
import type { Supergraph } from '../supergraph.ts';
import { fieldsOf } from './compiled/selections.ts';
import { keepConditionalObjects } from './conditional-objects.ts';
import type { PlannedOperation } from './executor.ts';

/**
 * The plan of a valid document's operation. It takes milliseconds; `KnownDocument` keeps it.
 *
 * @param operationName which operation is meant where the document has several
 * @throws HubError BAD_REQUEST when `operationName` names none of the document's operations
 * @throws HubError BAD_REQUEST when no subgraph can answer anything of it
 * @throws HubError QUERY_TOO_COMPLEX when planning would take too long
 */
export function planOperation(
  supergraph: Supergraph,
  document: DocumentNode,
  operationName: string | null,
): PlannedOperation {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new HubError('BAD_REQUEST', { message: unresolved(operationName) });
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  const internal = operationFromDocument(supergraph.planning.api, keepConditionalObjects(document), {
    ...(operationName ? { operationName } : {}),
  });
  const plan = buildPlan(supergraph, internal);
  if (!plan.node) refuseUnanswerable(supergraph, operation, fragments);
  return { supergraph, document, operation, fragments, plan };
}

/** Nothing is fetched for an interface that no type implements, say; its fields would seem to be null. */
function refuseUnanswerable(
  { apiSchema: schema }: Supergraph,
  { operation, selectionSet }: OperationDefinitionNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): void {
  const type = schema.getRootType(operation);
  const conditions = new Map<string, boolean>();
  const asked = type ? fieldsOf([{ type, selectionSet }], type.name, { schema, fragments, conditions }) : [];
  const unanswerable = asked.find(({ field, name }) => field && name !== '__typename');
  if (!unanswerable) return;
  throw new HubError('BAD_REQUEST', {
    message: `What is asked of "${unanswerable.name}" cannot be answered: no type of the supergraph has it there.`,
  });
}

function unresolved(operationName: string | null): string {
  return operationName
    ? `The document has no operation named "${operationName}".`
    : 'The document must have one operation, or operationName must say which is meant.';
}

function buildPlan({ planning: { planner, required } }: Supergraph, operation: Operation): QueryPlan {
  try {
    return required.applied(planner.buildQueryPlan(operation));
  } catch (error) {
    // The planner's own limits have no code.
    if (error instanceof Error && /exceed/i.test(error.message)) {
      throw new HubError('QUERY_TOO_COMPLEX', { cause: error });
    }
    throw error;
  }
}

/** The plan's subscription node when the operation is a subscription. */
export function subscriptionNode(planned: PlannedOperation): SubscriptionNode | undefined {
  return planned.plan.node?.kind === 'Subscription' ? planned.plan.node : undefined;
}
