import {
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  isCompositeType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { FieldCost, SelectionCost } from '../../cost/cost-tree.ts';
import { ownCost, valueActual } from '../../cost/operation-cost.ts';
import { isInherited, isJsonObject, type JsonObject, own } from './json-object.ts';
import { jsonString } from './json-string.ts';
import { leafTest } from './leaf-values.ts';
import type { Shaping } from './result-shape.ts';
import { type FieldGroup, fieldsOf, type Selected, type Selecting } from './selections.ts';

/** What is not as the schema says: `result-shape.ts` tells what, and what is null because of it. */
class NotAsTheSchemaSays extends Error {}
const notSo = new NotAsTheSchemaSays('A subgraph answered against its schema.');

/** What one answer is written with. */
export interface Writing extends Pick<Shaping, 'introspect'> {
  readonly variables: Readonly<Record<string, unknown>>;
  /** What it has cost so far, by what it has returned; see `actualCost`. */
  points: number;
}

/** Adds the JSON of a value to a text. */
type Write = (text: string, value: unknown, writing: Writing) => string;

/**
 * The JSON of what the client asked for, straight from the fetched data: the same as `compileShape` and
 * `JSON.stringify` make together.
 *
 * @param cost what of it costs something
 * @returns a function that gives undefined where the data are not as the schema says
 */
export function compileText(
  root: Selected,
  selecting: Selecting,
  cost: SelectionCost,
): (data: JsonObject, writing: Writing) => string | undefined {
  const write = objectText([root], root.type.name, selecting, [cost]);
  return (data, writing) => {
    try {
      return write('', data, writing);
    } catch (error) {
      if (error === notSo) return undefined;
      throw error;
    }
  };
}

/** Source text of a function, and the values that it is made with, by the names that it has for them. */
class Source {
  readonly #names: string[] = [];
  readonly #values: unknown[] = [];

  /** The name by which the function's text knows `value`. */
  name(value: unknown): string {
    const known = this.#values.indexOf(value);
    if (known >= 0) return this.#names[known] as string;
    const name = `$${this.#names.length}`;
    this.#names.push(name);
    this.#values.push(value);
    return name;
  }

  /**
   * `body` is made of nothing but this file's own text, names that the GraphQL parser has let through, quoted
   * nevertheless, and `name(...)`.
   */
  compile(body: string): Write {
    const make = new Function(
      ...this.#names,
      `'use strict'; return function (text, value, writing) {${body}}`,
    );
    return make(...this.#values) as Write;
  }
}

function objectText(
  selected: readonly Selected[],
  typename: string | null,
  selecting: Selecting,
  costs: readonly SelectionCost[],
): Write {
  const source = new Source();
  const fail = `throw ${source.name(notSo)};`;
  const groups = fieldsOf(selected, typename, selecting);
  if (groups.length === 0) return (text) => `${text}{}`;
  const costly = costs.flatMap((selection) => selection.groups.flat());
  let weight = 0;
  const parts = groups.map((group, index) => {
    const key = JSON.stringify(`${index === 0 ? '{' : ','}${JSON.stringify(group.responseName)}:`);
    const ofField = costly.filter((cost) => cost.key === group.responseName);
    weight += sum(ofField.map((cost) => (cost.argumentCost ? 0 : cost.weight)));
    const byArguments = ofField.flatMap((cost) => (cost.argumentCost ? argumentPoints(cost, source) : []));
    return `text += ${key}; ${byArguments.join(' ')} ${fieldText(group, typename, selecting, source, fail, ofField)}`;
  });
  return source.compile(`let field; ${points(weight)} ${parts.join('\n')} return text + '}';`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}

function argumentPoints(cost: FieldCost, source: Source): string {
  const own = (variables: Writing['variables']) => ownCost(cost, variables);
  return `writing.points += ${source.name(own)}(writing.variables);`;
}

/** Text that counts what has been returned; none where it costs nothing. */
function points(each: number, times = '1'): string {
  return each === 0 ? '' : `writing.points += ${times} * ${each};`;
}

function fieldText(
  group: FieldGroup,
  typename: string | null,
  selecting: Selecting,
  source: Source,
  fail: string,
  costs: readonly FieldCost[],
): string {
  const { responseName, name, field } = group;
  const read = isInherited(responseName)
    ? `${source.name(own)}(value, ${JSON.stringify(responseName)})`
    : `value[${JSON.stringify(responseName)}]`;
  if (name === '__typename') return typenameText(group, typename, selecting, source, read, fail);
  if (!field) {
    const introspected = (writing: Writing): string => {
      const answer = writing.introspect(group);
      for (const cost of costs) writing.points += valueActual(cost, answer, writing.variables);
      return JSON.stringify(answer);
    };
    return `text += ${source.name(introspected)}(writing);`;
  }
  return `field = ${read}; ${valueText(field.type, 'field', group, selecting, source, fail, costs, false)}`;
}

function typenameText(
  { parentType }: FieldGroup,
  typename: string | null,
  { schema }: Selecting,
  source: Source,
  read: string,
  fail: string,
): string {
  if (typename !== null && isObjectType(schema.getType(typename)))
    return `text += ${JSON.stringify(JSON.stringify(typename))};`;
  const told = (value: unknown): string | undefined => {
    const given = typeof value === 'string' && schema.getType(value) ? value : (typename ?? parentType.name);
    return isObjectType(schema.getType(given)) ? JSON.stringify(given) : undefined;
  };
  return `field = ${source.name(told)}(${read} ?? value.__typename); if (field === undefined) ${fail} text += field;`;
}

/** Adds the value that stands in the variable `at` to `text`. */
function valueText(
  type: GraphQLOutputType,
  at: string,
  group: FieldGroup,
  selecting: Selecting,
  source: Source,
  fail: string,
  costs: readonly FieldCost[],
  isListed: boolean,
): string {
  const whenNull = isNonNullType(type) ? fail : "text += 'null';";
  const nullable = isNonNullType(type) ? type.ofType : type;
  const otherwise = isLeafType(nullable)
    ? `${leafText(nullable, at, source, fail)} ${isListed ? '' : leafPoints(costs, at)}`
    : `text = ${source.name(compositeText(nullable, group, selecting, costs, isListed))}(text, ${at}, writing);`;
  return `if (${at} === null || ${at} === undefined) { ${whenNull} } else { ${otherwise} }`;
}

/** As `actualCost` counts them: a scalar may hold a list. */
function leafPoints(costs: readonly FieldCost[], at: string): string {
  return points(sum(costs.map(({ itemWeight }) => itemWeight)), `(Array.isArray(${at}) ? ${at}.length : 1)`);
}

function leafText(type: GraphQLLeafType, at: string, source: Source, fail: string): string {
  const string = `text += ${source.name(jsonString)}(${at});`;
  if (isEnumType(type)) {
    const isValid = source.name(leafTest(type));
    return `if (${isValid}(${at})) text += '"' + ${at} + '"'; else ${fail}`;
  }
  switch (type.name) {
    case 'String':
      return `if (typeof ${at} === 'string') ${string} else ${fail}`;
    case 'ID':
      return `if (typeof ${at} === 'string') ${string} else if (${source.name(leafTest(type))}(${at})) text += ${at}; else ${fail}`;
    case 'Int':
    case 'Float':
    case 'Boolean':
      return `if (${source.name(leafTest(type))}(${at})) text += ${at}; else ${fail}`;
    default:
      // A scalar may be anything; what JSON has nothing for is null in it.
      return `text += JSON.stringify(${at}) ?? 'null';`;
  }
}

function compositeText(
  type: GraphQLOutputType,
  group: FieldGroup,
  selecting: Selecting,
  costs: readonly FieldCost[],
  isListed: boolean,
): Write {
  if (isListType(type)) return listText(type.ofType, group, selecting, costs, isListed);
  if (isCompositeType(type)) return typedText(type, group, selecting, costs);
  throw new Error(`${type} cannot be completed.`);
}

function listText(
  elementType: GraphQLOutputType,
  group: FieldGroup,
  selecting: Selecting,
  costs: readonly FieldCost[],
  isListed: boolean,
): Write {
  const source = new Source();
  const fail = `throw ${source.name(notSo)};`;
  // Where nothing beneath costs anything a list costs by its length.
  const [flat, deep] = [0, 1].map((least) =>
    costs.filter(({ selection }) => Math.min(1, selection.groups.length) === least),
  ) as [FieldCost[], FieldCost[]];
  const length = isListed ? 0 : sum(flat.map(({ itemWeight }) => itemWeight));
  const element = valueText(elementType, 'element', group, selecting, source, fail, deep, true);
  return source.compile(`
    if (!Array.isArray(value)) ${fail}
    ${points(length, 'value.length')}
    text += '[';
    for (let index = 0; index < value.length; index += 1) {
      if (index > 0) text += ',';
      const element = value[index];
      ${element}
    }
    return text + ']';`);
}

/** An object, by the fields of its type; see `objectCompletion` in `result-shape.ts`. */
function typedText(
  type: GraphQLCompositeType,
  group: FieldGroup,
  selecting: Selecting,
  costs: readonly FieldCost[],
): Write {
  const { schema } = selecting;
  const selected = group.within.map((selectionSet) => ({ type, selectionSet }));
  const beneath = costs.map(({ selection }) => selection);
  const item = sum(costs.map(({ itemWeight }) => itemWeight));
  const only = isObjectType(type) ? type.name : null;
  const texts = new Map<string | null, Write>();
  const textOf = (typename: string | null): Write => {
    let write = texts.get(typename);
    if (!write) {
      write = objectText(selected, typename, selecting, beneath);
      texts.set(typename, write);
    }
    return write;
  };
  if (only !== null) {
    let write: Write | undefined;
    return (text, value, writing) => {
      if (!isJsonObject(value)) throw notSo;
      writing.points += item;
      const typename = value.__typename;
      if (
        typename !== only &&
        typeof typename === 'string' &&
        typename !== '' &&
        !isCompositeType(schema.getType(typename))
      )
        throw notSo;
      write ??= textOf(only);
      return write(text, value, writing);
    };
  }
  return (text, value, writing) => {
    if (!isJsonObject(value)) throw notSo;
    writing.points += item;
    const typename = value.__typename;
    if (typeof typename !== 'string' || typename === '') return textOf(null)(text, value, writing);
    const known = texts.get(typename);
    if (known) return known(text, value, writing);
    if (!isCompositeType(schema.getType(typename))) throw notSo;
    return textOf(typename)(text, value, writing);
  };
}
