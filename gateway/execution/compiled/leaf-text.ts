import { type GraphQLEnumType, type GraphQLLeafType, isEnumType } from 'graphql';
import { jsonString } from './json-string.ts';
import { leafTest } from './leaf-values.ts';
import { notSo, type TextSource } from './text-source.ts';

/**
 * Statements that add the leaf in the variable `at` to the text.
 *
 * @param lowered enum values in lower case
 */
export function leafText(type: GraphQLLeafType, at: string, source: TextSource, lowered: boolean): string {
  const { fail } = source;
  if (isEnumType(type)) return `text += ${source.name(enumText(type, lowered))}(${at});`;
  const string = `text += ${source.name(jsonString)}(${at});`;
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

function enumText(type: GraphQLEnumType, lowered: boolean): (value: unknown) => string {
  const texts = new Map<unknown, string>();
  for (const { name } of type.getValues()) texts.set(name, `"${lowered ? name.toLowerCase() : name}"`);
  return (value) => {
    const text = texts.get(value);
    if (text === undefined) throw notSo;
    return text;
  };
}
