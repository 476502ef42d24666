import {
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parseConstValue,
  type TypeNode,
  visit,
} from 'graphql';

/** Points of a mutation, of which reads take one for each object. */
const mutationWeight = 10;
const pageSize = 20;

/**
 * Tells in the SDL what operations cost, by the directives of the GraphQL cost specification (IBM): how long
 * a list becomes that takes `first`, and that a mutation costs more than a read. What has `@cost` or
 * `@listSize` already keeps it.
 */
export function withCosts(sdl: DocumentNode): DocumentNode {
  const objects = new Map(
    sdl.definitions
      .filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION)
      .map((definition) => [definition.name.value, definition]),
  );
  return visit(sdl, {
    ObjectTypeDefinition: (type) => ({
      ...type,
      fields: type.fields?.map((field) => withDirectives(field, directivesOf(type, field, objects))),
    }),
  });
}

function directivesOf(
  type: ObjectTypeDefinitionNode,
  field: FieldDefinitionNode,
  objects: ReadonlyMap<string, ObjectTypeDefinitionNode>,
): ConstDirectiveNode[] {
  const found: ConstDirectiveNode[] = [];
  if (type.name.value === 'Mutation') found.push(directive('cost', { weight: String(mutationWeight) }));
  if (field.arguments?.some(({ name }) => name.value === 'first')) {
    // A page, such as a connection: its lists are as long as `first` says.
    const lists = (objects.get(namedType(field.type))?.fields ?? []).filter(({ type }) => isList(type));
    found.push(
      directive('listSize', {
        assumedSize: String(pageSize),
        slicingArguments: '["first"]',
        ...(!isList(field.type) && { sizedFields: JSON.stringify(lists.map(({ name }) => name.value)) }),
        // It has a default.
        requireOneSlicingArgument: 'false',
      }),
    );
  }
  return found;
}

function withDirectives(
  field: FieldDefinitionNode,
  added: readonly ConstDirectiveNode[],
): FieldDefinitionNode {
  const has = (name: string) => field.directives?.some((directive) => directive.name.value === name);
  const missing = added.filter(({ name }) => !has(name.value));
  return missing.length > 0 ? { ...field, directives: [...(field.directives ?? []), ...missing] } : field;
}

function directive(name: string, values: Record<string, string>): ConstDirectiveNode {
  const args = Object.entries(values).map(
    ([argument, value]): ConstArgumentNode => ({
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: argument },
      value: parseConstValue(value, { noLocation: true }),
    }),
  );
  return { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: name }, arguments: args };
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function isList(type: TypeNode): boolean {
  if (type.kind === Kind.NON_NULL_TYPE) return isList(type.type);
  return type.kind === Kind.LIST_TYPE;
}
