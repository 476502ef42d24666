import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  extendSchema,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getDirectiveValues,
  Kind,
  type OperationDefinitionNode,
  parse,
  separateOperations,
  validate,
  visit,
} from 'graphql';
import type { Words } from './names.ts';

/** The texts below `schema/rest/`. */
export interface RestSources {
  /** The definitions of the directives. */
  directives: string;
  /** The operations, by the name of their file. */
  operations: ReadonlyMap<string, string>;
}

/** What `@rest` says of an operation. */
export interface RestAnnotation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: readonly string[];
  tag: string;
  summary: string;
  description?: string;
  status: number;
  location?: string;
  body: 'PLAIN' | 'SUCCESS';
  words: Words;
  maxAge: number;
}

/** An operation with its annotation, valid against the graph. */
export interface AnnotatedOperation {
  name: string;
  rest: RestAnnotation;
  /** As it is written, annotations included. */
  written: OperationDefinitionNode;
  fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** As it is run: the operation with its fragments and nothing of ours. */
  document: DocumentNode;
  /** The values of one of our directives at a place of the operation; undefined without it. */
  valuesOf(directive: string, node: Directed): Record<string, unknown> | undefined;
}

interface Directed {
  readonly directives?: readonly (DirectiveNode | ConstDirectiveNode)[];
}

/**
 * Reads the annotated operations and holds them against the graph.
 *
 * @throws an error that names every operation that does not fit, and why
 */
export function readOperations(
  { directives, operations }: RestSources,
  apiSchema: GraphQLSchema,
): AnnotatedOperation[] {
  const ours = parse(directives);
  const schema = extendSchema(apiSchema, ours);
  const names = new Set(
    ours.definitions
      .filter(({ kind }) => kind === Kind.DIRECTIVE_DEFINITION)
      .map((node) => (node as { name: { value: string } }).name.value),
  );
  const whole: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [...operations.values()].flatMap((text) => parse(text).definitions),
  };
  const errors = validate(schema, whole);
  if (errors.length > 0) {
    throw new Error(errors.map(({ message, nodes }) => `${message} (${placeOf(nodes?.[0])})`).join(' '));
  }
  const valuesOf: AnnotatedOperation['valuesOf'] = (name, node) => {
    const directive = schema.getDirective(name);
    return directive ? getDirectiveValues(directive, node) : undefined;
  };
  return Object.entries(separateOperations(whole)).map(([name, document]) => {
    const written = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    const rest = written && valuesOf('rest', written as OperationDefinitionNode);
    if (!rest) throw new Error(`The operation ${name} has no @rest.`);
    const run = withoutDirectives(document, names);
    return {
      name,
      rest: rest as unknown as RestAnnotation,
      written: written as OperationDefinitionNode,
      fragments: fragmentsOf(document),
      document: run,
      valuesOf,
    };
  });
}

/** An operation as it is listed, without the graph: its annotation, and the root field that it asks for. */
export interface ListedOperation {
  name: string;
  rest: RestAnnotation;
  field: string;
}

/** The operations in the order of their paths, as they are annotated. */
export function listedOperations({ directives, operations }: RestSources): ListedOperation[] {
  const directive = buildASTSchema(parse(directives), { assumeValid: true }).getDirective('rest');
  const listed: ListedOperation[] = [];
  for (const definition of [...operations.values()].flatMap((text) => parse(text).definitions)) {
    if (definition.kind !== Kind.OPERATION_DEFINITION || !directive) continue;
    const rest = getDirectiveValues(directive, definition) as unknown as RestAnnotation;
    const fields = definition.selectionSet.selections.filter((selection) => selection.kind === Kind.FIELD);
    listed.push({
      name: definition.name?.value ?? '',
      rest,
      field: `${definition.operation} ${fields.at(-1)?.name.value ?? ''}`,
    });
  }
  return listed.sort((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1));
}

function pathOf({ rest }: ListedOperation): string {
  return `${rest.path[0]} ${rest.method}`;
}

function fragmentsOf({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function withoutDirectives(document: DocumentNode, names: ReadonlySet<string>): DocumentNode {
  return visit(document, {
    Directive: (node) => (names.has(node.name.value) ? null : undefined),
  });
}

function placeOf(node: unknown): string {
  const { loc } = node as { loc?: { source: { body: string }; start: number } };
  if (!loc) return 'no place';
  const line = loc.source.body.slice(0, loc.start).split('\n').length;
  return `line ${line} of "${/(?:query|mutation|fragment) \w+/.exec(loc.source.body)?.[0] ?? ''} …"`;
}
