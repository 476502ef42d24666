import {
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getDirectiveValues,
  getNamedType,
  getOperationAST,
  isAbstractType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  valueFromAST,
  visit,
} from 'graphql';

type Data = Readonly<Record<string, unknown>>;
type Maybe<T> = T | null | undefined;

/** Under which each object of data says its type. */
const typeKey = 'type__';

/** The document with the type of each object asked for. */
export function withTypes(document: DocumentNode): DocumentNode {
  const asked: FieldNode = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: typeKey },
    name: { kind: Kind.NAME, value: '__typename' },
  };
  return visit(document, {
    SelectionSet: { leave: (set) => ({ ...set, selections: [...set.selections, asked] }) },
  });
}

/**
 * Costs by a plain walk over the document and what it has returned, after the GraphQL cost specification, for lists
 * without `@listSize`: slow, and what the quick ones are held against.
 */
export class PlainCost {
  readonly #schema: GraphQLSchema;
  readonly #root: SelectionSetNode;
  readonly #rootType: GraphQLObjectType;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Data;

  constructor(schema: GraphQLSchema, document: DocumentNode, name: string, variables: Data) {
    const operation = getOperationAST(document, name);
    const type = operation && schema.getRootType(operation.operation);
    if (!type) throw new Error('There is no such operation.');
    this.#schema = schema;
    this.#root = operation.selectionSet;
    this.#rootType = type;
    this.#fragments = new Map(
      document.definitions.flatMap((each) =>
        each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [],
      ),
    );
    this.#variables = variables;
  }

  /** @param data with the type of each object */
  actual(data: Data | null): number {
    const fields = [...this.#fields(this.#rootType, [this.#root])];
    if (!data) return 1 + sum(fields.map(([, nodes]) => this.#own(this.#rootType, nodes)));
    return 1 + this.#objectActual(data, [this.#root]);
  }

  estimate(): number {
    return 1 + this.#objectEstimate(this.#rootType, [this.#root]);
  }

  #objectActual(data: Data, sets: readonly SelectionSetNode[]): number {
    const type = this.#schema.getType(String(data[typeKey]));
    if (!isObjectType(type)) throw new Error('The type of an object is missing.');
    return sum(
      [...this.#fields(type, sets)].map(([key, nodes]) => {
        const within = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
        return this.#own(type, nodes) + this.#valueActual(fieldOf(type, nodes), data[key], within);
      }),
    );
  }

  #valueActual(
    field: GraphQLField<unknown, unknown> | undefined,
    value: unknown,
    within: SelectionSetNode[],
  ): number {
    if (!field || value === null) return 0;
    const returned = getNamedType(field.type);
    if (isLeafType(returned) && isListType(bare(field.type)) && Array.isArray(value))
      return value.flat(9).filter((each) => each !== null).length * this.#weight(returned.astNode, 0);
    if (isLeafType(returned)) return this.#weight(returned.astNode, 0);
    if (Array.isArray(value)) return sum(value.map((each) => this.#valueActual(field, each, within)));
    const object = value as Data;
    const type = this.#schema.getType(String(object[typeKey]));
    return this.#weight(type?.astNode, 1) + this.#objectActual(object, within);
  }

  #objectEstimate(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): number {
    return sum(
      [...this.#fields(type, sets).values()].map((nodes) => {
        const field = fieldOf(type, nodes);
        if (!field) return 0;
        const returned = getNamedType(field.type);
        const within = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
        const types = isAbstractType(returned) ? this.#schema.getPossibleTypes(returned) : [returned];
        const each = types.map(
          (one) =>
            this.#weight(one.astNode, isObjectType(one) ? 1 : 0) +
            (isObjectType(one) ? this.#objectEstimate(one, within) : 0),
        );
        return this.#own(type, nodes) + (isListType(bare(field.type)) ? 10 : 1) * Math.max(0, ...each);
      }),
    );
  }

  /** Of a field itself. */
  #own(type: GraphQLObjectType, nodes: readonly FieldNode[]): number {
    const field = fieldOf(type, nodes);
    const given = nodes[0]?.arguments ?? [];
    const ofArguments = given.map(({ name, value }) => {
      const argument = field?.args.find((each) => each.name === name.value);
      if (!argument) return 0;
      const read = valueFromAST(value, argument.type, this.#variables);
      return this.#inputCost(argument.astNode, argument.type, read);
    });
    return field ? Math.max(0, this.#weight(field.astNode, 0) + sum(ofArguments)) : 0;
  }

  #inputCost(place: Maybe<ASTNode>, type: GraphQLInputType, value: unknown): number {
    if (value === null || value === undefined) return 0;
    return this.#weight(place, 0) + this.#inputValueCost(type, value);
  }

  #inputValueCost(type: GraphQLInputType, value: unknown): number {
    if (Array.isArray(value)) return sum(value.map((each) => this.#inputValueCost(type, each)));
    const named = getNamedType(type);
    const own = this.#weight(named.astNode, 0);
    if (!isInputObjectType(named)) return own;
    const fields = Object.values(named.getFields());
    return (
      own + sum(fields.map((each) => this.#inputCost(each.astNode, each.type, (value as Data)[each.name])))
    );
  }

  /** The fields that an object of `type` gets, by their names in the result. */
  #fields(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Map<string, FieldNode[]> {
    const found = new Map<string, FieldNode[]>();
    const collect = (set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        if (!this.#isAsked(selection.directives)) continue;
        if (selection.kind === Kind.FIELD) {
          const key = (selection.alias ?? selection.name).value;
          found.set(key, [...(found.get(key) ?? []), selection]);
          continue;
        }
        const fragment =
          selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
        const condition = fragment?.typeCondition && this.#schema.getType(fragment.typeCondition.name.value);
        const applies =
          !condition ||
          condition === type ||
          (isAbstractType(condition) && this.#schema.isSubType(condition, type));
        if (fragment && applies) collect(fragment.selectionSet);
      }
    };
    for (const set of sets) collect(set);
    return found;
  }

  #isAsked(directives: readonly DirectiveNode[] = []): boolean {
    return directives.every(({ name, arguments: given }) => {
      const value = given?.[0]?.value;
      const holds =
        value?.kind === Kind.VARIABLE
          ? this.#variables[value.name.value]
          : value?.kind === Kind.BOOLEAN && value.value;
      return holds === (name.value === 'include');
    });
  }

  #weight(node: Maybe<ASTNode>, otherwise: number): number {
    const directive = this.#schema.getDirective('cost');
    const said = directive && node && 'directives' in node && getDirectiveValues(directive, node);
    return said && typeof said.weight === 'number' ? said.weight : otherwise;
  }
}

function fieldOf(type: GraphQLObjectType, [node]: readonly FieldNode[]) {
  return node && type.getFields()[node.name.value];
}

function bare(type: GraphQLField<unknown, unknown>['type']) {
  return isNonNullType(type) ? type.ofType : type;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
