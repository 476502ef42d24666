import { type GraphQLInputType, getNamedType, getNullableType, isListType } from 'graphql';
import { type Words } from './names.ts';
import { complain, type ValueReader, valueReader } from './value-reader.ts';

/** How a parameter of a query string is read, whose values all are text; lists are separated by commas. */
export function parameterReader(type: GraphQLInputType, words: Words): ValueReader {
  const read = valueReader(type, words);
  const isList = isListType(getNullableType(type));
  const json = jsonOf(getNamedType(type).name);
  return (given, place, wrong) => {
    if (isList) return read(String(given).split(',').map(json), place, wrong);
    if (typeof given !== 'string') return complain(wrong, place, 'is given more than once');
    return read(json(given), place, wrong);
  };
}

/** A text as the value of JSON that it stands for; as it is where it stands for none. */
function jsonOf(scalar: string): (text: string) => unknown {
  if (scalar === 'Boolean') return (text) => (text === 'true' ? true : text === 'false' ? false : text);
  if (scalar === 'Int' || scalar === 'Float' || scalar === 'Rupiah') {
    return (text) => (/^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text);
  }
  return (text) => text;
}
