import {
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  type SelectionNode,
} from 'graphql';
import type { PlannedOperation } from '../execution/executor.ts';
import { planOperation } from '../execution/planner.ts';
import type { Supergraph } from '../supergraph.ts';
import { type ShapedField, type ShapedSelection, shaped, shapeOf } from './answer-shape.ts';
import { type PageAsked, paginationOf } from './paging.ts';
import { RequestReader } from './request-reader.ts';
import { type AnnotatedOperation, type RestSources, readOperations } from './rest-document.ts';
import { type RestVariable, variablesOf } from './rest-variable.ts';

/** What the body of an answer is made of. */
export type BodyKind = 'none' | 'object' | 'list' | 'page';

/** One endpoint of the REST interface: an operation that is ready to be run for requests. */
export interface Endpoint {
  operation: AnnotatedOperation;
  variables: readonly RestVariable[];
  reader: RequestReader;
  /** The root field that the answer consists of. */
  root: ShapedField;
  /** Of the items where the answer is a list or a page. */
  items: ShapedSelection;
  kind: BodyKind;
  /** Root fields that must not be null. */
  existing: readonly string[];
  /** The plan, which is made when it is first asked for. */
  plan(): PlannedOperation;
}

/**
 * Compiles the operations of the REST interface against a supergraph.
 *
 * @throws an error that says which operation does not fit, and why
 */
export function compileEndpoints(sources: RestSources, supergraph: Supergraph): Endpoint[] {
  return readOperations(sources, supergraph.apiSchema).map((operation) => compiled(operation, supergraph));
}

function compiled(operation: AnnotatedOperation, supergraph: Supergraph): Endpoint {
  const { rest, written, fragments, name } = operation;
  const { apiSchema } = supergraph;
  const rootType = written.operation === 'query' ? apiSchema.getQueryType() : apiSchema.getMutationType();
  if (!rootType) throw new Error(`The graph has no ${written.operation} for ${name}.`);
  const { selectionSet } = written;
  const isExisting = ({ directives }: SelectionNode) =>
    directives?.some((directive) => directive.name.value === 'exists') ?? false;
  const only = (wanted: boolean) => ({
    ...selectionSet,
    selections: selectionSet.selections.filter((selection) => isExisting(selection) === wanted),
  });
  const [root, ...others] = shapeOf(only(false), rootType, fragments, rest.words).fields;
  if (!root?.selection || others.length > 0)
    throw new Error(`${name} must have one root field to answer with.`);
  const kind = rest.status === 204 ? 'none' : kindOf(root.type);
  const items = kind === 'page' ? root.selection.fields.find(({ key }) => key === 'nodes') : root;
  if (!items?.selection) throw new Error(`${name} must select the nodes of its list.`);
  const variables = variablesOf(operation, apiSchema);
  let planned: PlannedOperation | undefined;
  return {
    operation,
    variables,
    reader: new RequestReader(variables, rest.words),
    root,
    items: items.selection,
    kind,
    existing: shapeOf(only(true), rootType, fragments, rest.words).fields.map(({ key }) => key),
    plan() {
      planned ??= planOperation(supergraph, operation.document, null);
      return planned;
    },
  };
}

/** The body of an answer; undefined where what was asked for does not exist. */
export function bodyOf(
  { root, items, kind, existing, operation }: Endpoint,
  data: Readonly<Record<string, unknown>>,
  page: PageAsked | undefined,
): unknown {
  if (existing.some((name) => data[name] === null)) return undefined;
  const found = data[root.key];
  if (found === null || found === undefined) return undefined;
  const body = whole(found, items, kind, page);
  return operation.rest.body === 'SUCCESS' ? { success: true, data: body } : body;
}

function whole(found: unknown, items: ShapedSelection, kind: BodyKind, page: PageAsked | undefined): unknown {
  if (kind === 'list') return { data: shaped(found, items) };
  if (kind !== 'page' || !page) return shaped(found, items);
  const connection = found as { nodes: unknown } & Parameters<typeof paginationOf>[0];
  return { data: shaped(connection.nodes, items), pagination: paginationOf(connection, page) };
}

function kindOf(type: GraphQLOutputType): BodyKind {
  if (isListType(getNullableType(type))) return 'list';
  const named = getNamedType(type);
  const isConnection = isObjectType(named) && 'pageInfo' in named.getFields();
  return isConnection ? 'page' : 'object';
}
