import { XMLParser, XMLValidator } from 'fast-xml-parser';

/**
 * Entities can only be declared in a DTD, and no answer has one: without it there is nothing to expand
 * but the five of XML itself and characters by their number.
 */
const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  // Characters by their number are among them.
  htmlEntities: true,
  maxNestedTags: 10,
});

/**
 * The content of an answer, JSON or XML as the text itself tells: installations send either, whatever
 * their content type says. Throws an Error that says why it is neither.
 */
export function readSicantik(body: string): unknown {
  // PHP before 7 wrote a byte order mark where a source file began with one.
  const text = body.replace(/^\uFEFF/, '').trim();
  if (text === '') throw new Error('an empty body');
  return text.startsWith('<') ? readXml(text) : readJson(text);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('a body that is neither JSON nor XML');
  }
}

/** What the root element holds: its text, or an object of its children; several of one name are a list. */
function readXml(text: string): unknown {
  if (/<!DOCTYPE\s+html|<html/i.test(text)) throw new Error('a web page');
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new Error('XML with a document type, which is not read');
  if (XMLValidator.validate(text) !== true) throw new Error('a body that is no well-formed XML');
  try {
    const [root] = Object.values(parser.parse(text) as Record<string, unknown>);
    return root;
  } catch (cause) {
    throw new Error('XML that is not read', { cause });
  }
}

/**
 * The entries of an answer as a list, whichever way it was written: a list, one object, `<item>`s
 * beneath a root, nothing at all. Anything else is left as it is, for the schema to refuse.
 */
export function keyedEntries(content: unknown): unknown {
  if (content === null || content === '') return [];
  if (typeof content !== 'object' || Array.isArray(content)) return content;
  const entries = Object.entries(content);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === 'item') return [only[1]].flat().filter((item) => item !== '');
  return [content];
}
