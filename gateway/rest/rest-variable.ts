import {
  type ConstValueNode,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isNonNullType,
  Kind,
  TypeInfo,
  typeFromAST,
  type ValueNode,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { snakeCase } from './names.ts';
import { pagingVariables } from './paging.ts';
import type { AnnotatedOperation } from './rest-document.ts';
import type { Renamed } from './value-reader.ts';

/** Where a request has the value of a variable. */
export type Source =
  | { in: 'path' | 'query'; name: string }
  /** Members within members of the body. */
  | { in: 'body'; path: readonly string[] }
  /** A value of a parameter that is a list. */
  | { in: 'list'; name: string; value: string }
  /** Made of the parameters of a page. */
  | { in: 'page' };

/** A variable of an operation, as a request gives it. */
export interface RestVariable {
  name: string;
  type: GraphQLInputType;
  source: Source;
  required: boolean;
  /** Its default, as the graph has it. */
  byDefault: ConstValueNode | undefined;
  description: string;
  renamed: Renamed;
  /** Its items succeed or fail by themselves. */
  rows: boolean;
  /** Where the graph gets it, from within the argument: by this its errors name it. */
  usedAs: readonly string[];
}

interface Use {
  path: string;
  description: string;
}

/**
 * The variables of an operation. Throws for one whose type is unknown, and when a path has a part that no variable
 * takes: it would be there for show, and what is named by it could be another’s.
 */
export function variablesOf(operation: AnnotatedOperation, schema: GraphQLSchema): RestVariable[] {
  const uses = usesOf(operation, schema);
  const variables: RestVariable[] = (operation.written.variableDefinitions ?? []).map((definition) => {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type) as GraphQLInputType | undefined;
    if (!type) throw new Error(`The variable $${name} of ${operation.name} has no type.`);
    const from = operation.valuesOf('from', definition) ?? {};
    const member = operation.valuesOf('member', definition);
    const used = uses.get(name) ?? [];
    return {
      name,
      type,
      source: sourceOf(operation, name, from, member),
      required: isNonNullType(type) && definition.defaultValue === undefined,
      byDefault: definition.defaultValue,
      description: String(member?.description ?? from.description ?? used[0]?.description ?? ''),
      renamed: (operation.valuesOf('renamed', definition)?.fields ?? {}) as Renamed,
      rows: operation.valuesOf('rows', definition) !== undefined,
      usedAs: used.map(({ path }) => path),
    };
  });
  checkPaths(operation, variables);
  return variables;
}

function checkPaths({ name, rest }: AnnotatedOperation, variables: readonly RestVariable[]): void {
  const taken = variables.flatMap(({ source }) => (source.in === 'path' ? source.name : [])).sort();
  for (const path of rest.path) {
    const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, part]) => part).sort();
    if (parts.join() === taken.join()) continue;
    throw new Error(
      `${name} takes ${taken.join(', ') || 'nothing'} from its path, which is not what ${path} has.`,
    );
  }
}

/** A variable's default as JSON has it; undefined without. */
export function defaultOf({ byDefault }: RestVariable): unknown {
  return byDefault && valueFromASTUntyped(byDefault);
}

function sourceOf(
  { rest }: AnnotatedOperation,
  name: string,
  from: Record<string, unknown>,
  member: Record<string, unknown> | undefined,
): Source {
  if (member) return { in: 'list', name: String(member.of), value: String(member.value) };
  const own = snakeCase(name);
  if (rest.path[0]?.includes(`{${own}}`)) return { in: 'path', name: own };
  const hasBody = rest.method !== 'GET' && rest.method !== 'DELETE';
  if (!hasBody && pagingVariables.has(name)) return { in: 'page' };
  if (typeof from.query === 'string' || !hasBody) return { in: 'query', name: String(from.query ?? own) };
  return { in: 'body', path: String(from.body ?? own).split('.') };
}

/** Where each variable is used, by its name. */
function usesOf({ document }: AnnotatedOperation, schema: GraphQLSchema): Map<string, Use[]> {
  const uses = new Map<string, Use[]>();
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field(node) {
        const args = typeInfo.getFieldDef()?.args ?? [];
        for (const { name, value } of node.arguments ?? []) {
          const argument = args.find((each) => each.name === name.value);
          if (argument) collect(value, argument, [name.value], uses);
        }
      },
    }),
  );
  return uses;
}

function collect(
  value: ValueNode,
  place: GraphQLArgument | GraphQLInputField,
  path: readonly string[],
  uses: Map<string, Use[]>,
): void {
  if (value.kind === Kind.VARIABLE) {
    const known = uses.get(value.name.value) ?? [];
    // Errors name fields from within the argument, or the argument itself.
    const within = path.length > 1 ? path.slice(1) : path;
    uses.set(value.name.value, [...known, { path: within.join('.'), description: place.description ?? '' }]);
  }
  const type = getNamedType(place.type);
  if (value.kind !== Kind.OBJECT || !isInputObjectType(type)) return;
  for (const { name, value: inner } of value.fields) {
    const field = type.getFields()[name.value];
    if (field) collect(inner, field, [...path, name.value], uses);
  }
}
