import {
  type DocumentNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { HubError, invalid } from '../../../platform/errors.ts';

/** Deeper than the gateway lets any operation be; what is nested more would exhaust who parses it. */
const deepest = 100;
const wrapper = parse(
  'query WebhookPayload($type: String!, $id: ID!) { eventSubject(type: $type, id: $id) { __typename } }',
  { noLocation: true },
);

const queries = new LRUCache<string, string>({ max: 500 });

/** The query that a kept selection stands for; its variables are the `type` and `id` of the subject. */
export function payloadQuery(selection: string): string {
  let query = queries.get(selection);
  if (query === undefined) {
    query = print(queryOf(parseSelection(selection)));
    queries.set(selection, query);
  }
  return query;
}

/** A query for what is selected of a subject, with the selection's own places. */
export function queryOf(selectionSet: SelectionSetNode): DocumentNode {
  return visit(wrapper, {
    Field: (field) => (field.name.value === 'eventSubject' ? { ...field, selectionSet } : undefined),
  });
}

/**
 * Reads what an owner selects of the subjects of events, as it would stand within
 * `events { subject { ... } }`. Throws VALIDATION_ERROR on `payload` with line and column for what is no
 * selection, QUERY_TOO_COMPLEX for one that is nested beyond all measure.
 */
export function parseSelection(text: string): SelectionSetNode {
  checkNesting(text);
  const { definitions } = read(() => parse(`{\n${text}\n}`));
  const [operation, second] = definitions as [OperationDefinitionNode, ...DocumentNode['definitions']];
  // A brace that closes the selection and opens something else.
  if (second) throw payloadProblem(new GraphQLError('This is more than a selection.', { nodes: second }));
  visit(operation, {
    Variable(variable) {
      throw payloadProblem(new GraphQLError('A payload has no variables.', { nodes: variable }));
    },
    FragmentSpread(spread) {
      const message = 'A payload has no named fragments; write `... on Type { }`.';
      throw payloadProblem(new GraphQLError(message, { nodes: spread }));
    },
  });
  return operation.selectionSet;
}

/** Whether something is selected of a subject of `type`. */
export function selectsOf(selectionSet: SelectionSetNode, type: string): boolean {
  return selectionSet.selections.some((selection) => concerns(selection, type));
}

function concerns(selection: SelectionNode, type: string): boolean {
  if (selection.kind !== Kind.INLINE_FRAGMENT) return true;
  const condition = selection.typeCondition?.name.value;
  return condition === type || (isAnySubject(condition) && selectsOf(selection.selectionSet, type));
}

function isAnySubject(condition: string | undefined): boolean {
  return condition === undefined || condition === 'EventSubject';
}

/** A VALIDATION_ERROR on `payload` that says where in the owner's own text it is wrong. */
export function payloadProblem({ message, locations }: GraphQLError): HubError {
  const [place] = locations ?? [];
  // The text was read with a brace in a line before it.
  return invalid('payload', place ? `line ${place.line - 1}, column ${place.column}: ${message}` : message);
}

function read<T>(reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    throw error instanceof GraphQLError ? payloadProblem(error) : error;
  }
}

function checkNesting(text: string): void {
  let depth = 0;
  for (const character of text) {
    if ('{[('.includes(character)) depth += 1;
    else if ('}])'.includes(character)) depth -= 1;
    if (depth > deepest) {
      throw new HubError('QUERY_TOO_COMPLEX', { message: 'The payload is nested too deeply; select less.' });
    }
  }
}
