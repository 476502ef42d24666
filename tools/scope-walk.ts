import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { allows, type Scope } from '../platform/auth/scopes.ts';
import type { Reference } from '../platform/federation/schema.ts';

/** One subgraph, as it is composed and as it is entered. */
export interface WalkedSubgraph {
  name: string;
  sdl: DocumentNode;
  references: Readonly<Record<string, Reference>>;
}

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

const roots: readonly string[] = ['Query', 'Mutation', 'Subscription'];

/** Root fields that anybody may ask for: `Query.viewer`. */
export function unscopedRootFields({ sdl }: WalkedSubgraph): string[] {
  return objectsOf(sdl)
    .filter(({ name }) => roots.includes(name.value))
    .flatMap((type) =>
      fieldsOf(type)
        .filter((field) => !namesScopes(field))
        .map((field) => `${type.name.value}.${field.name.value}`),
    );
}

/**
 * Types by which the graph enters the subgraph and nobody's scopes are looked at, neither at the way in
 * nor at the field: what a subgraph adds to another's entity must name its own.
 */
export function unscopedEntityFields({ name, sdl, references }: WalkedSubgraph): string[] {
  return objectsOf(sdl)
    .filter(isEntered)
    .filter((type) => !references[type.name.value]?.scopes)
    .flatMap((type) => {
      const keys = keyFieldsOf(type);
      return fieldsOf(type)
        .filter((field) => !keys.includes(field.name.value) && !namesScopes(field))
        .map((field) => `${name}: ${type.name.value}.${field.name.value}`);
    });
}

/** Entities of the SDL that `references` does not know, and the other way round. */
export function unknownReferences({ name, sdl, references }: WalkedSubgraph): string[] {
  const entered = new Set(
    objectsOf(sdl)
      .filter(isEntered)
      .map((type) => type.name.value),
  );
  const known = new Set(Object.keys(references));
  const both = [...entered, ...known];
  return both.filter((type) => !entered.has(type) || !known.has(type)).map((type) => `${name}: ${type}`);
}

/**
 * Fields that name no scopes and lead to an entity that needs others than what leads to them: `Viewer.organisation`.
 * A mutation shows what it has changed, whatever reading it needs.
 */
export function widerFields({ sdl, references }: WalkedSubgraph): string[] {
  const types = new Map(objectsOf(sdl).map((type) => [type.name.value, type]));
  const found = new Set<string>();

  function walk(from: ObjectNode, held: readonly Scope[], seen: Set<string>): void {
    for (const field of fieldsOf(from)) {
      const name = typeName(field.type);
      const isRoot = roots.includes(from.name.value);
      if (!isRoot && namesScopes(field)) continue;
      const target = types.get(name);
      if (!target) continue;
      const having = isRoot ? scopesOf(field) : held;
      const needed = references[name]?.scopes;
      if (needed && isEntered(target)) {
        const enough =
          having.length > 0 && having.every((scope) => needed.some((need) => allows([scope], need)));
        if (!enough) found.add(`${from.name.value}.${field.name.value}`);
      } else if (!seen.has(name)) walk(target, having, new Set([...seen, name]));
    }
  }

  for (const root of ['Query', 'Subscription']) {
    const type = types.get(root);
    if (type) walk(type, [], new Set());
  }
  for (const [name, { scopes }] of Object.entries(references)) {
    const type = types.get(name);
    if (type && scopes) walk(type, scopes, new Set([name]));
  }
  return [...found];
}

function objectsOf(sdl: DocumentNode): ObjectNode[] {
  return sdl.definitions.filter(
    (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION,
  );
}

function fieldsOf(type: ObjectNode): readonly FieldDefinitionNode[] {
  return type.fields ?? [];
}

/** It has a key that the graph enters by. */
function isEntered(type: ObjectNode): boolean {
  return (type.directives ?? []).some(
    ({ name, arguments: given = [] }) =>
      name.value === 'key' &&
      !given.some(
        (argument) => argument.name.value === 'resolvable' && valueFromASTUntyped(argument.value) === false,
      ),
  );
}

function keyFieldsOf(type: ObjectNode): string[] {
  return (type.directives ?? [])
    .filter(({ name }) => name.value === 'key')
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === 'fields'))
    .flatMap(({ value }) => String(valueFromASTUntyped(value)).split(' '));
}

function namesScopes(field: FieldDefinitionNode): boolean {
  return (field.directives ?? []).some(({ name }) => /^(requiresScopes|authenticated)$/.test(name.value));
}

/** Of which one is needed. */
function scopesOf(field: FieldDefinitionNode): Scope[] {
  const directive = field.directives?.find(({ name }) => name.value === 'requiresScopes');
  const [argument] = directive?.arguments ?? [];
  return argument ? (valueFromASTUntyped(argument.value) as Scope[][]).flat() : [];
}

function typeName(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : typeName(type.type);
}
