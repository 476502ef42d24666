import {
  type GraphQLCompositeType,
  type GraphQLOutputType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { FieldCost, ObjectCost } from '../../cost/cost-tree.ts';
import { ownCost } from '../../cost/operation-cost.ts';
import type { AnswerLayout, LaidField } from '../answer-layout.ts';
import { isInherited, isJsonObject, type JsonObject, own } from './json-object.ts';
import { type Layout, layoutWithin, nullText, objectParts, wholeLayout } from './laid-out-text.ts';
import { leafText } from './leaf-text.ts';
import { type FieldGroup, fieldsOf, type Selected, type Selecting } from './selections.ts';
import { adding, notSo, TextSource, type Write, type Writing } from './text-source.ts';

/** A field as it is written. */
interface WrittenField {
  readonly group: FieldGroup;
  /** The type of the object that has it, where it is known. */
  readonly typename: string | null;
  readonly selecting: Selecting;
  /** What it costs, if anything. */
  readonly cost: FieldCost | undefined;
  /** How it is laid out where that is not as GraphQL has it. */
  readonly laid: LaidField | undefined;
}

/**
 * The JSON of what the client asked for, straight from the fetched data: the same as `compileShape` and
 * `JSON.stringify` make together, or what `layout` makes of that.
 *
 * @param cost what the root's fields cost
 * @returns a function that gives undefined where the data are not as the schema says
 */
export function compileText(
  root: Selected,
  selecting: Selecting,
  cost: ObjectCost,
  layout?: AnswerLayout,
): (data: JsonObject, writing: Writing) => string | undefined {
  const write = objectText([root], root.type.name, selecting, cost, layout && wholeLayout(layout));
  const needed = layout?.needed ?? [];
  return (data, writing) => {
    try {
      const json = write('', data, writing);
      return needed.some((name) => (own(data, name) ?? null) === null) ? 'null' : json;
    } catch (error) {
      if (error === notSo) return undefined;
      throw error;
    }
  };
}

function objectText(
  selected: readonly Selected[],
  typename: string | null,
  selecting: Selecting,
  cost: ObjectCost | undefined,
  layout: Layout | undefined,
): Write {
  const source = new TextSource();
  const groups = fieldsOf(selected, typename, selecting);
  let weight = cost?.weight ?? 0;
  const fields = groups.map((group) => {
    const { responseName: key } = group;
    const ofField = cost?.fields.find((each) => each.key === key);
    if (!ofField?.argumentCost) weight += ofField?.weight ?? 0;
    const byArguments = ofField?.argumentCost ? argumentPoints(ofField, source) : '';
    const laid = layout?.selection.fields.find((field) => field.key === key);
    const value = fieldText({ group, typename, selecting, cost: ofField, laid }, source);
    return { key, laid, text: `${byArguments} ${value}` };
  });
  return source.compile(
    `let field; ${points(weight)}\n${objectParts(fields, layout, source).join('\n')}\nreturn text;`,
  );
}

function argumentPoints(cost: FieldCost, source: TextSource): string {
  const ofArguments = (variables: Writing['variables']) => ownCost(cost, variables);
  return `writing.points += ${source.name(ofArguments)}(writing.variables);`;
}

/** Text that counts what is returned; none where it costs nothing. */
function points(weight: number): string {
  return weight === 0 ? '' : `writing.points += ${weight};`;
}

/** Statements that add the value of a field of the object in the variable `value` to the text. */
function fieldText(written: WrittenField, source: TextSource): string {
  const { group } = written;
  const { responseName, name, field } = group;
  const read = isInherited(responseName)
    ? `${source.name(own)}(value, ${JSON.stringify(responseName)})`
    : `value[${JSON.stringify(responseName)}]`;
  if (name === '__typename') return typenameText(written, source, read);
  if (!field) {
    const introspected = (writing: Writing): string => JSON.stringify(writing.introspect(group));
    return `text += ${source.name(introspected)}(writing);`;
  }
  return `field = ${read}; ${valueText(field.type, 'field', written, source)}`;
}

function typenameText(
  { group: { parentType }, typename, selecting: { schema } }: WrittenField,
  source: TextSource,
  read: string,
): string {
  if (typename !== null && isObjectType(schema.getType(typename))) return adding(JSON.stringify(typename));
  const told = (value: unknown): string | undefined => {
    const given = typeof value === 'string' && schema.getType(value) ? value : (typename ?? parentType.name);
    return isObjectType(schema.getType(given)) ? JSON.stringify(given) : undefined;
  };
  return `field = ${source.name(told)}(${read} ?? value.__typename); if (field === undefined) ${source.fail} text += field;`;
}

/** Statements that add the value in the variable `at` to the text. */
function valueText(type: GraphQLOutputType, at: string, written: WrittenField, source: TextSource): string {
  const { cost, laid } = written;
  const whenNull = isNonNullType(type) ? source.fail : adding(nullText(laid));
  const nullable = isNonNullType(type) ? type.ofType : type;
  const otherwise = isLeafType(nullable)
    ? `${leafText(nullable, at, source, laid?.lowered ?? false)} ${points(cost?.leafWeight ?? 0)}`
    : `text = ${source.name(compositeText(nullable, written))}(text, ${at}, writing);`;
  return `if (${at} === null || ${at} === undefined) { ${whenNull} } else { ${otherwise} }`;
}

function compositeText(type: GraphQLOutputType, written: WrittenField): Write {
  if (isListType(type)) return listText(type.ofType, written);
  if (isCompositeType(type)) return typedText(type, written);
  throw new Error(`${type} cannot be completed.`);
}

function listText(elementType: GraphQLOutputType, written: WrittenField): Write {
  const source = new TextSource();
  const element = valueText(elementType, 'element', written, source);
  return source.compile(`
    if (!Array.isArray(value)) ${source.fail}
    text += '[';
    for (let index = 0; index < value.length; index += 1) {
      if (index > 0) text += ',';
      const element = value[index];
      ${element}
    }
    return text + ']';`);
}

/** An object, by the fields of its type; see `objectCompletion` in `result-shape.ts`. */
function typedText(type: GraphQLCompositeType, { group, selecting, cost, laid }: WrittenField): Write {
  const { schema } = selecting;
  const only = isObjectType(type) ? type.name : null;
  const untold = group.only?.name ?? null;
  const texts = new Map<string | null, Write>();
  const textOf = (typename: string | null): Write => {
    let write = texts.get(typename);
    if (!write) {
      const ofObject = cost?.selection?.of(typename);
      write = objectText(group.within, typename, selecting, ofObject, layoutWithin(laid));
      texts.set(typename, write);
    }
    return write;
  };
  if (only !== null) {
    let write: Write | undefined;
    return (text, value, writing) => {
      if (!isJsonObject(value)) throw notSo;
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
    const typename = value.__typename;
    if (typeof typename !== 'string' || typename === '') return textOf(untold)(text, value, writing);
    const known = texts.get(typename);
    if (known) return known(text, value, writing);
    if (!isCompositeType(schema.getType(typename))) throw notSo;
    return textOf(typename)(text, value, writing);
  };
}
