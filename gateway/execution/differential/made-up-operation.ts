import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import type { Dice } from './seeded.ts';

export interface MadeUpOperation {
  query: string;
  variables: Record<string, unknown>;
}

/** Of the operation that is meant, where the document has another beside it. */
export const madeUpName = 'Made';

const deepest = 5;
const attempts = 50;

/** A valid operation over `schema`, the same for the same dice. */
export function madeUpOperation(schema: GraphQLSchema, dice: Dice): MadeUpOperation {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const made = new Maker(schema, dice).operation();
    // Two fields of one name may contradict each other.
    if (validate(schema, parse(made.query)).length === 0) return made;
  }
  throw new Error('No valid operation was made.');
}

class Maker {
  readonly #schema: GraphQLSchema;
  readonly #dice: Dice;
  readonly #declared: string[] = [];
  readonly #variables: Record<string, unknown> = {};
  readonly #fragments: string[] = [];

  constructor(schema: GraphQLSchema, dice: Dice) {
    this.#schema = schema;
    this.#dice = dice;
  }

  operation(): MadeUpOperation {
    const root = this.#dice.oneIn(6) ? this.#schema.getMutationType() : this.#schema.getQueryType();
    const type = root ?? this.#schema.getQueryType();
    if (!type) throw new Error('The schema has no queries.');
    const kind = type === this.#schema.getMutationType() ? 'mutation' : 'query';
    const selections = this.#selections(type, 0);
    const declared = this.#declared.length > 0 ? `(${this.#declared.join(', ')})` : '';
    return {
      query: [
        `${kind} ${madeUpName}${declared} ${selections}`,
        ...this.#fragments,
        ...this.#another(type),
      ].join('\n'),
      variables: this.#variables,
    };
  }

  /** An operation that is not meant, with a variable and a fragment of its own. */
  #another(type: GraphQLObjectType): string[] {
    if (!this.#dice.oneIn(8)) return [];
    const kind = type === this.#schema.getMutationType() ? 'mutation' : 'query';
    return [
      `${kind} Another($another: Boolean!) { ...Another }`,
      `fragment Another on ${type.name} { __typename @skip(if: $another) }`,
    ];
  }

  /**
   * @param known the object's type where it is known without asking. Of a fragment on an interface of it the stock
   *   executor loses further fragments and `__typename`; `compiled-executor.test.ts` holds what is right there.
   */
  #selections(type: GraphQLCompositeType, depth: number, known = isObjectType(type)): string {
    const dice = this.#dice;
    const parts: string[] = [];
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const wanted = fields.length === 0 ? 0 : 1 + dice.below(4);
    for (let count = 0; count < wanted; count += 1) {
      const field = dice.pick(fields);
      const made = this.#field(field, depth, known && !isObjectType(type));
      if (made) parts.push(made);
      // The same once more, so that selections are merged.
      if (made && isCompositeType(getNamedType(field.type)) && dice.oneIn(8)) parts.push(made);
    }
    const lost = known && !isObjectType(type);
    if (depth < deepest && !lost && (!known || dice.oneIn(6))) {
      const fragments = 1 + dice.below(2);
      for (let count = 0; count < fragments; count += 1) parts.push(this.#fragment(type, depth, known));
    }
    if (lost && parts.length === 0) parts.push(...this.#plainFields(type));
    if (parts.length === 0 || (!lost && dice.oneIn(5)))
      parts.push(dice.oneIn(4) ? 'kind: __typename' : '__typename');
    return `{ ${parts.join(' ')} }`;
  }

  /** @param lost whether it is of an object whose type is known better than by what it is selected on */
  #field(field: GraphQLField<unknown, unknown>, depth: number, lost: boolean): string | undefined {
    const dice = this.#dice;
    const type = getNamedType(field.type);
    if (isCompositeType(type) && depth >= deepest) return undefined;
    const args = field.args
      .filter((argument) => isRequiredArgument(argument) || dice.oneIn(3))
      .map((argument) => `${argument.name}: ${this.#value(argument.type, 0)}`);
    // With arguments it has a name of its own, or else every second operation contradicts itself.
    const alias = args.length > 0 || dice.oneIn(6) ? `${this.#alias(field.name)}: ` : '';
    const given = args.length > 0 ? `(${args.join(', ')})` : '';
    const within = isCompositeType(type)
      ? ` ${this.#selections(type, depth + 1, lost || isObjectType(type))}`
      : '';
    return `${alias}${field.name}${given}${this.#condition()}${within}`;
  }

  #alias(name: string): string {
    const odd = ['toString', 'constructor', '__proto__', 'data', 'id2'];
    return this.#dice.oneIn(12) ? this.#dice.pick(odd) : `${name}${this.#dice.below(1000)}`;
  }

  /** Those that need no selections of their own. */
  #plainFields(type: GraphQLCompositeType): string[] {
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    return fields
      .filter((field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument))
      .map(({ name }) => name);
  }

  #fragment(type: GraphQLCompositeType, depth: number, known: boolean): string {
    const dice = this.#dice;
    const conditions = this.#narrower(type).filter(
      (condition) => !known || isObjectType(condition) || this.#plainFields(condition).length > 0,
    );
    const condition = dice.pick(conditions);
    const selections = this.#selections(condition, depth + 1, known || isObjectType(condition));
    if (dice.oneIn(3)) {
      const name = `F${this.#fragments.length}`;
      this.#fragments.push(`fragment ${name} on ${condition.name} ${selections}`);
      return `...${name}${this.#condition()}`;
    }
    const on = condition === type && dice.oneIn(2) ? '' : ` on ${condition.name}`;
    return `...${on}${this.#condition()} ${selections}`;
  }

  /** Types that an object of `type` may also be one of. */
  #narrower(type: GraphQLCompositeType): GraphQLCompositeType[] {
    const possible = isObjectType(type) ? [type] : this.#schema.getPossibleTypes(type);
    const abstract = Object.values(this.#schema.getTypeMap())
      .filter(isAbstractType)
      .filter((candidate) => this.#schema.getPossibleTypes(candidate).some((one) => possible.includes(one)));
    return [type, ...possible, ...abstract.filter((candidate) => !candidate.name.startsWith('__'))];
  }

  #condition(): string {
    const dice = this.#dice;
    if (!dice.oneIn(8)) return '';
    const directive = dice.pick(['skip', 'include']);
    if (dice.oneIn(3)) return ` @${directive}(if: ${dice.oneIn(2)})`;
    return ` @${directive}(if: ${this.#variable('Boolean!', dice.oneIn(2))})`;
  }

  #value(type: GraphQLInputType, depth: number): string {
    const value = this.#plain(type, depth);
    if (this.#dice.oneIn(3)) return this.#variable(String(type), value);
    return literal(value, type);
  }

  #variable(type: string, value: unknown): string {
    const name = `v${this.#declared.length}`;
    this.#declared.push(`$${name}: ${type}`);
    this.#variables[name] = value;
    return `$${name}`;
  }

  /** A value as variables have it. */
  #plain(type: GraphQLInputType, depth: number): unknown {
    const dice = this.#dice;
    if (isNonNullType(type)) return this.#plain(type.ofType, depth);
    if (isListType(type)) return [this.#plain(type.ofType, depth)];
    if (isEnumType(type)) return dice.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (field) => isRequiredInputField(field) || (depth < 2 && dice.oneIn(4)),
      );
      const chosen = type.isOneOf ? [dice.pick(Object.values(type.getFields()))] : fields;
      return Object.fromEntries(chosen.map((field) => [field.name, this.#plain(field.type, depth + 1)]));
    }
    const values: Record<string, unknown> = {
      Boolean: dice.oneIn(2),
      Int: 1 + dice.below(5),
      Float: dice.below(100) / 4,
      ID: `${dice.below(5)}`,
    };
    return values[type.name] ?? `text ${dice.below(10)}`;
  }
}

/** `value` as a document has it. */
function literal(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(value, type.ofType);
  if (isListType(type) && Array.isArray(value)) {
    return `[${value.map((element) => literal(element, type.ofType)).join(', ')}]`;
  }
  if (isEnumType(type)) return String(value);
  if (isInputObjectType(type)) {
    const fields = Object.entries(value as Record<string, unknown>).map(
      ([name, inner]) => `${name}: ${literal(inner, type.getFields()[name]?.type as GraphQLInputType)}`,
    );
    return `{ ${fields.join(', ')} }`;
  }
  return JSON.stringify(value);
}
