import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  isTypeSubTypeOf,
  isUnionType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { isOfType } from './type-conditions.ts';

/** A selection set and the type that its fields belong to. */
export interface Selected {
  readonly type: GraphQLCompositeType;
  readonly selectionSet: SelectionSetNode;
}

/** All selections of one response name on one type. */
export interface FieldGroup {
  readonly responseName: string;
  readonly name: string;
  /** The type that the field was selected on, which may be an interface of the object's; of several the one that says most. */
  readonly parentType: GraphQLCompositeType;
  /** Of the object's own type where that is known. Absent for `__typename` and the introspection. */
  readonly field: GraphQLField<unknown, unknown> | undefined;
  /** What the field returns by the object's own type, where that leaves no choice, though `parentType` may. */
  readonly only: GraphQLObjectType | undefined;
  readonly nodes: readonly FieldNode[];
  /** Of which type depends on where the field was selected: an interface may say less of it than the object's type. */
  readonly within: readonly Selected[];
}

export interface Selecting {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The Boolean variables that `@skip` and `@include` name. */
  readonly conditions: ReadonlyMap<string, boolean>;
}

interface GrowingGroup extends FieldGroup {
  parentType: GraphQLCompositeType;
  field: GraphQLField<unknown, unknown> | undefined;
  readonly nodes: FieldNode[];
  readonly within: Selected[];
}

/**
 * The fields that an object gets, in the order in which the answer has them.
 *
 * @param typename the object's type; null when it does not say, and so is taken for one of the type selected on
 */
export function fieldsOf(
  selected: readonly Selected[],
  typename: string | null,
  selecting: Selecting,
): readonly FieldGroup[] {
  const groups = new Map<string, GrowingGroup>();
  for (const { type, selectionSet } of selected) {
    add(selectionSet.selections, type, typename ?? type.name, groups, selecting);
  }
  const { schema } = selecting;
  const objectType = schema.getType(typename ?? '');
  if (!isObjectType(objectType)) return [...groups.values()];
  for (const group of groups.values()) {
    const own = objectType.getFields()[group.name];
    if (own && group.field && isTypeSubTypeOf(schema, own.type, group.field.type)) group.field = own;
  }
  return [...groups.values()];
}

function add(
  selections: readonly SelectionNode[],
  type: GraphQLCompositeType,
  typename: string,
  groups: Map<string, GrowingGroup>,
  selecting: Selecting,
): void {
  const { schema, fragments, conditions } = selecting;
  for (const selection of selections) {
    if (isLeftOut(selection.directives, conditions)) continue;
    if (selection.kind === Kind.FIELD) {
      addField(selection, type, typename, groups, schema);
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
    if (!fragment) continue;
    const condition = fragment.typeCondition?.name.value;
    if (condition !== undefined && !isOfType(schema, typename, condition)) continue;
    const narrowed = condition === undefined ? type : schema.getType(condition);
    if (isCompositeType(narrowed))
      add(fragment.selectionSet.selections, narrowed, typename, groups, selecting);
  }
}

function addField(
  node: FieldNode,
  type: GraphQLCompositeType,
  typename: string,
  groups: Map<string, GrowingGroup>,
  schema: GraphQLSchema,
): void {
  const responseName = node.alias?.value ?? node.name.value;
  const name = node.name.value;
  const field = isUnionType(type) ? undefined : type.getFields()[name];
  let group = groups.get(responseName);
  if (!group) {
    const objectType = schema.getType(typename);
    const returned = isObjectType(objectType) && getNamedType(objectType.getFields()[name]?.type);
    const only = isObjectType(returned) ? returned : undefined;
    group = { responseName, name, parentType: type, field, only, nodes: [], within: [] };
    groups.set(responseName, group);
  }
  // Of several it is the one that says most, as the object's own type does, of what may be null too.
  if (
    field &&
    group.field &&
    field !== group.field &&
    isTypeSubTypeOf(schema, field.type, group.field.type)
  ) {
    group.field = field;
    group.parentType = type;
  }
  group.nodes.push(node);
  const within = field && getNamedType(field.type);
  if (node.selectionSet && isCompositeType(within))
    group.within.push({ type: within, selectionSet: node.selectionSet });
}

function isLeftOut(
  directives: readonly DirectiveNode[] | undefined,
  conditions: ReadonlyMap<string, boolean>,
): boolean {
  return (directives ?? []).some(({ name, arguments: given }) => {
    if (name.value !== 'skip' && name.value !== 'include') return false;
    const value = given?.find((argument) => argument.name.value === 'if')?.value;
    const holds =
      value?.kind === Kind.VARIABLE
        ? conditions.get(value.name.value)
        : value?.kind === Kind.BOOLEAN && value.value;
    return holds === (name.value === 'skip');
  });
}
