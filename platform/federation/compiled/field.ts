import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import { argumentsOf } from './arguments.ts';
import { type FieldFacts, positionOf, type Selected } from './completion.ts';
import { entitiesResolver, isEntitiesField } from './entities.ts';
import { plainKind } from './leaf.ts';
import type { Position } from './position.ts';
import type { Holder, Path, Run } from './run.ts';

/** The operation that is being compiled. */
export interface Operation {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly definition: OperationDefinitionNode;
}

/** Where a field stands. */
interface Surroundings {
  readonly parentType: GraphQLObjectType;
  readonly upOfParent: number;
  readonly operation: Operation;
  selected(type: GraphQLObjectType, up: number): Selected;
}

type AnyField = GraphQLField<unknown, unknown>;
type Method = (args: object, context: unknown, info: GraphQLResolveInfo) => unknown;

/** A field of a selection. */
export class Field implements FieldFacts {
  readonly nodes: readonly FieldNode[];
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly selected: FieldFacts['selected'];
  /** Under which it stands in the answer. */
  readonly responseName: string;
  readonly #field: AnyField;
  readonly #parentType: GraphQLObjectType;
  readonly #operation: Operation;
  readonly #position: Position;
  readonly #args: ReturnType<typeof argumentsOf>;
  /** JavaScript's name for values of the field that stand in the answer as they are. */
  readonly plain: string | undefined;
  /** Absent where the field is read as a property. */
  readonly #resolve: GraphQLFieldResolver<unknown, unknown> | undefined;

  constructor(
    responseName: string,
    nodes: readonly FieldNode[],
    field: AnyField,
    { parentType, upOfParent, operation, selected }: Surroundings,
  ) {
    this.responseName = responseName;
    this.nodes = nodes;
    this.#field = field;
    this.#parentType = parentType;
    this.#operation = operation;
    this.schema = operation.schema;
    this.name = `${parentType.name}.${field.name}`;
    this.selected = selected;
    this.#position = positionOf(field.type, upOfParent, this);
    this.plain = plainKind(field.type);
    this.#args = argumentsOf(field, nodes[0] as FieldNode);
    const isEntities = field.resolve && isEntitiesField(field, parentType, operation.schema);
    this.#resolve = field.resolve && isEntities ? entitiesResolver(field.resolve) : field.resolve;
  }

  /** What the field is of every object, where that is known beforehand. */
  get constant(): string | undefined {
    return this.#field === TypeNameMetaFieldDef ? this.#parentType.name : undefined;
  }

  /** The property that it is read as; undefined where a resolver has it. */
  get property(): string | undefined {
    return this.#resolve ? undefined : this.#field.name;
  }

  /** What is to stand in `object` for the field of `source`. Throws when it is null and may not be. */
  value(object: Holder, source: unknown, parent: Path | undefined, run: Run): unknown {
    if (this.#field === TypeNameMetaFieldDef) return this.#parentType.name;
    if (!this.#resolve) {
      const isReadable = (typeof source === 'object' && source !== null) || typeof source === 'function';
      if (!isReadable) return this.#completed(undefined, object, parent, run);
      let property: unknown;
      try {
        property = (source as Record<string, unknown>)[this.#field.name];
      } catch (error) {
        return this.failed(error, parent, run);
      }
      return this.read(property, object, source, parent, run);
    }
    let value: unknown;
    try {
      const args = this.#args(run.variables);
      value = this.#resolve(source, args, run.context, this.info(this.#path(parent), run));
    } catch (error) {
      return this.failed(error, parent, run);
    }
    return this.#completed(value, object, parent, run);
  }

  /** `value`, where `property` has been read of `source`: as graphql-js takes it where there is no resolver. */
  read(property: unknown, object: Holder, source: unknown, parent: Path | undefined, run: Run): unknown {
    if (typeof property !== 'function') return this.#completed(property, object, parent, run);
    let value: unknown;
    try {
      const args = this.#args(run.variables);
      value = (source as Record<string, Method>)[this.#field.name]?.(
        args,
        run.context,
        this.info(this.#path(parent), run),
      );
    } catch (error) {
      return this.failed(error, parent, run);
    }
    return this.#completed(value, object, parent, run);
  }

  /** Null for what the field failed with. Throws when it may not be null. */
  failed(error: unknown, parent: Path | undefined, run: Run): null {
    return this.#position.failed(error, this.#path(parent), run);
  }

  #completed(value: unknown, object: Holder, parent: Path | undefined, run: Run): unknown {
    return this.#position.completed(value, parent, this.#parentType.name, run, object, this.responseName);
  }

  #path(parent: Path | undefined): Path {
    return { prev: parent, key: this.responseName, typename: this.#parentType.name };
  }

  info(path: Path, { rootValue, variables }: Run): GraphQLResolveInfo {
    const { schema, fragments, definition } = this.#operation;
    return {
      fieldName: this.#field.name,
      fieldNodes: this.nodes,
      returnType: this.#field.type,
      parentType: this.#parentType,
      path,
      schema,
      fragments: fragments as Record<string, FragmentDefinitionNode>,
      rootValue,
      operation: definition,
      variableValues: variables,
    };
  }
}
