import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { maskedVariables } from './masked-variables.ts';
import type { LoggedOperation } from './request-entry.ts';

/** An operation that is valid, and about to be run. */
export interface RunningOperation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** Characters that are kept of a document. */
const documentLength = 8_000;
const nameLength = 100;
const fieldsKept = 20;

type Known = Omit<LoggedOperation, 'variables'>;

/** By operation: the same object stands for the same text as long as its plan is kept. */
const known = new WeakMap<OperationDefinitionNode, Known>();

/** What of an operation is kept in the request log. */
export function loggedOperation(
  running: RunningOperation,
  variables: Readonly<Record<string, unknown>>,
): LoggedOperation {
  let described = known.get(running.operation);
  if (!described) {
    described = describe(running);
    known.set(running.operation, described);
  }
  return { ...described, variables: maskedVariables(running.schema, running.operation, variables) };
}

function describe({ document, operation, fragments }: RunningOperation): Known {
  const text = withoutLiterals(document);
  return {
    type: operation.operation,
    name: operation.name?.value.slice(0, nameLength) ?? null,
    fields: [...new Set(firstFields(operation.selectionSet, fragments))].slice(0, fieldsKept),
    document: text.slice(0, documentLength),
    documentHash: createHash('sha256').update(text).digest('hex'),
  };
}

/** The document's text with empty strings and zeros for all that stands in it literally, and without comments. */
export function withoutLiterals(document: DocumentNode): string {
  return print(
    visit(document, {
      StringValue: (node) => ({ ...node, value: '', block: false }),
      IntValue: (node) => ({ ...node, value: '0' }),
      FloatValue: (node) => ({ ...node, value: '0' }),
    }),
  );
}

function firstFields(
  { selections }: SelectionSetNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
    return inner ? firstFields(inner.selectionSet, fragments) : [];
  });
}
