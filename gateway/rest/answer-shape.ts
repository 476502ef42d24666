import {
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { snakeCase, type Words } from './names.ts';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;
type Json = Record<string, unknown>;

/** What is selected at one place of an answer. */
export interface ShapedField {
  /** Name in the graph's answer. */
  key: string;
  /** Name in the body. */
  name: string;
  type: GraphQLOutputType;
  /** Name of the field in the schema, and the type that has it. */
  field: string;
  parent: GraphQLCompositeType;
  /** Its members stand in the object that it is in. */
  flattened: boolean;
  /** It is replaced by its one member. */
  unwrapped: boolean;
  /** It may be absent, by what was asked for. */
  conditional: boolean;
  /** Null for a leaf. */
  selection: ShapedSelection | null;
  /** Enum values are written in lower case. */
  lowered: boolean;
}

/** An object of an answer. */
export interface ShapedSelection {
  /** Name of the one fragment that it consists of, by which it is documented. */
  fragment: string | null;
  fields: readonly ShapedField[];
}

/** What a selection becomes in a body. Throws where the REST interface cannot show it. */
export function shapeOf(
  selectionSet: SelectionSetNode,
  parent: GraphQLCompositeType,
  fragments: Fragments,
  words: Words,
): ShapedSelection {
  const fields: ShapedField[] = [];
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) throw new Error('Inline fragments cannot be shown.');
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const { selectionSet: inner } = fragments[selection.name.value] as FragmentDefinitionNode;
      fields.push(...shapeOf(inner, parent, fragments, words).fields);
      continue;
    }
    const has = (name: string) => selection.directives?.some((directive) => directive.name.value === name);
    const key = selection.alias?.value ?? selection.name.value;
    const definition =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[selection.name.value] : undefined;
    if (!definition) throw new Error(`${parent.name}.${selection.name.value} cannot be shown.`);
    const named = getNamedType(definition.type);
    const inner =
      selection.selectionSet && isCompositeType(named)
        ? shapeOf(selection.selectionSet, named, fragments, words)
        : null;
    const replaced = (has('flatten') || has('unwrap')) ?? false;
    if (replaced && (isListType(getNullableType(definition.type)) || inner?.fields.some(isConditional)))
      throw new Error(`${parent.name}.${key} must be one object, whose fields are always asked for.`);
    fields.push({
      key,
      name: snakeCase(key),
      type: definition.type,
      field: selection.name.value,
      parent,
      flattened: has('flatten') ?? false,
      unwrapped: has('unwrap') ?? false,
      conditional: has('include') ?? false,
      lowered: words === 'LOWER_CASE' && isEnumType(named),
      selection: inner,
    });
  }
  return { fragment: onlyFragment(selectionSet), fields };
}

function isConditional({ conditional }: ShapedField): boolean {
  return conditional;
}

/** A value of the graph's answer as it stands in the body. */
export function shaped(value: unknown, selection: ShapedSelection): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((item) => shaped(item, selection));
  const body: Json = {};
  write(value as Json, selection, body);
  return body;
}

function write(value: Json | null, { fields }: ShapedSelection, body: Json): void {
  for (const field of fields) {
    const found = value === null ? null : value[field.key];
    if (found === undefined) continue;
    if (field.selection === null) body[field.name] = field.lowered ? lowered(found) : found;
    else if (field.flattened) write(found as Json | null, field.selection, body);
    else if (field.unwrapped) body[field.name] = unwrapped(found as Json | null, field.selection);
    else body[field.name] = shaped(found, field.selection);
  }
}

function unwrapped(value: Json | null, { fields: [only] }: ShapedSelection): unknown {
  if (!only || value === null) return null;
  const found = value[only.key] ?? null;
  return only.selection ? shaped(found, only.selection) : found;
}

function lowered(value: unknown): unknown {
  if (typeof value === 'string') return value.toLowerCase();
  return Array.isArray(value) ? value.map(lowered) : value;
}

function onlyFragment({ selections }: SelectionSetNode): string | null {
  const [only, ...others] = selections;
  return only?.kind === Kind.FRAGMENT_SPREAD && others.length === 0 ? only.name.value : null;
}
