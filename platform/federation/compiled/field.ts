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

/** A field of a selection: resolves itself of an object, and puts itself into the answer. */
export class Field implements FieldFacts {
  readonly nodes: readonly FieldNode[];
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly selected: FieldFacts['selected'];
  readonly #responseName: string;
  readonly #field: AnyField;
  readonly #parentType: GraphQLObjectType;
  readonly #operation: Operation;
  readonly #position: Position;
  readonly #args: ReturnType<typeof argumentsOf>;
  /** Absent where the field is read as a property. */
  readonly #resolve: GraphQLFieldResolver<unknown, unknown> | undefined;
  readonly #isTypename: boolean;

  constructor(
    responseName: string,
    nodes: readonly FieldNode[],
    field: AnyField,
    { parentType, upOfParent, operation, selected }: Surroundings,
  ) {
    this.#responseName = responseName;
    this.nodes = nodes;
    this.#field = field;
    this.#parentType = parentType;
    this.#operation = operation;
    this.schema = operation.schema;
    this.name = `${parentType.name}.${field.name}`;
    this.selected = selected;
    this.#position = positionOf(field.type, upOfParent, this);
    this.#args = argumentsOf(field, nodes[0] as FieldNode);
    this.#isTypename = field === TypeNameMetaFieldDef;
    const isEntities = field.resolve && isEntitiesField(field, parentType, operation.schema);
    this.#resolve = field.resolve && isEntities ? entitiesResolver(field.resolve) : field.resolve;
  }

  /** Throws when the field is null and may not be. */
  execute(object: Holder, source: unknown, parent: Path | undefined, run: Run): void {
    const key = this.#responseName;
    const value = this.#value(object, source, parent, run);
    if (key === '__proto__') {
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
    } else object[key] = value;
  }

  #value(object: Holder, source: unknown, parent: Path | undefined, run: Run): unknown {
    if (this.#isTypename) return this.#parentType.name;
    const key = this.#responseName;
    const typename = this.#parentType.name;
    let value: unknown;
    try {
      value = this.#resolve ? this.#resolved(source, parent, run) : this.#read(source, parent, run);
    } catch (error) {
      return this.#position.failed(error, { prev: parent, key, typename }, run);
    }
    return this.#position.completed(value, parent, typename, run, object, key);
  }

  #resolved(source: unknown, parent: Path | undefined, run: Run): unknown {
    const args = this.#args(run.variables);
    return this.#resolve?.(source, args, run.context, this.info(this.#path(parent), run));
  }

  /** As graphql-js reads a field that has no resolver. */
  #read(source: unknown, parent: Path | undefined, run: Run): unknown {
    if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined;
    const property = (source as Record<string, unknown>)[this.#field.name];
    if (typeof property !== 'function') return property;
    const args = this.#args(run.variables);
    return (source as Record<string, Method>)[this.#field.name]?.(
      args,
      run.context,
      this.info(this.#path(parent), run),
    );
  }

  #path(parent: Path | undefined): Path {
    return { prev: parent, key: this.#responseName, typename: this.#parentType.name };
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
