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
import { shapeOf } from './answer-shape.ts';
import { type BodyShape, layoutOf } from './body.ts';
import { RequestReader } from './request-reader.ts';
import { type AnnotatedOperation, type RestSources, readOperations } from './rest-document.ts';
import { type RestVariable, variablesOf } from './rest-variable.ts';
import { type Rows, rowsOf } from './rows.ts';

/** One endpoint of the REST interface: an operation that is ready to be run for requests. */
export interface Endpoint extends BodyShape {
  operation: AnnotatedOperation;
  variables: readonly RestVariable[];
  reader: RequestReader;
  /** Undefined where it takes none that succeed or fail by themselves. */
  rows: Rows | undefined;
  /** The plan, which is made when it is first asked for, with the layout of the body. */
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
  const { rest } = operation;
  const variables = variablesOf(operation, supergraph.apiSchema);
  const body = bodyShape(operation, supergraph);
  const taken = variables.find((variable) => variable.rows);
  const rows = taken && rowsOf(taken, body.root);
  let planned: PlannedOperation | undefined;
  return {
    ...body,
    operation,
    variables,
    reader: new RequestReader(variables, rest.words),
    rows,
    plan() {
      planned ??= {
        ...planOperation(supergraph, operation.document, null),
        // What became of rows is put together from two places.
        layout: rows ? undefined : layoutOf(body, rest),
      };
      return planned;
    },
  };
}

function bodyShape(
  { rest, written, fragments, name }: AnnotatedOperation,
  { apiSchema }: Supergraph,
): BodyShape {
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
  return {
    root,
    items: items.selection,
    kind,
    existing: shapeOf(only(true), rootType, fragments, rest.words).fields.map(({ key }) => key),
  };
}

function kindOf(type: GraphQLOutputType): BodyShape['kind'] {
  if (isListType(getNullableType(type))) return 'list';
  const named = getNamedType(type);
  const isConnection = isObjectType(named) && 'pageInfo' in named.getFields();
  return isConnection ? 'page' : 'object';
}
