import type { AnswerLayout, LaidField, LaidSelection } from '../answer-layout.ts';
import { adding, type TextSource } from './text-source.ts';

/** How an object is written: in braces, as members of the object that it is in, or as its first field alone. */
export interface Layout {
  readonly form: 'object' | 'members' | 'first';
  readonly selection: LaidSelection;
}

/** Of the whole answer. */
export function wholeLayout({ root }: AnswerLayout): Layout {
  return { form: 'first', selection: { fields: [root] } };
}

/** Of the object that a field has, or of each in its list. */
export function layoutWithin(laid: LaidField | undefined): Layout | undefined {
  if (!laid?.selection) return undefined;
  const form = laid.flattened ? 'members' : laid.unwrapped ? 'first' : 'object';
  return { form, selection: laid.selection };
}

/** What stands there for a field that is null. */
export function nullText(laid: LaidField | undefined): string {
  if (!laid?.flattened || !laid.selection) return 'null';
  return laid.selection.fields
    .map((field) => (field.flattened ? nullText(field) : `${JSON.stringify(field.name)}:null`))
    .join(',');
}

/** A field of an object, with the statements that add its value to the text. */
interface FieldText {
  readonly key: string;
  readonly laid: LaidField | undefined;
  readonly text: string;
}

/** Statements that add an object to the text, from the object in the variable `value`. */
export function objectParts(
  fields: readonly FieldText[],
  layout: Layout | undefined,
  source: TextSource,
): string[] {
  const form = layout?.form ?? 'object';
  if (form === 'first') return firstParts(fields, layout?.selection.fields[0]?.key);
  const parts: string[] = [];
  let before = form === 'object' ? '{' : '';
  for (const { key, laid, text } of fields) {
    if (layout && (!laid || laid.leftOut)) {
      parts.push(forNothing(text));
      continue;
    }
    const name = laid?.flattened ? '' : `${JSON.stringify(laid?.name ?? key)}:`;
    parts.push(`${adding(before + name)} ${text}`);
    before = ',';
  }
  const added = layout?.selection.added;
  if (added) {
    parts.push(`${adding(before)} text += ${source.name(added)}(value, writing.variables);`);
    before = ',';
  }
  if (form === 'object') parts.push(adding(before === '{' ? '{}' : '}'));
  return parts;
}

function firstParts(fields: readonly FieldText[], first: string | undefined): string[] {
  const parts = fields.map(({ key, text }) => (key === first ? text : forNothing(text)));
  return fields.some(({ key }) => key === first) ? parts : [...parts, adding('null')];
}

/** What is not shown must be as the schema says all the same, and has cost what it has. */
function forNothing(text: string): string {
  return `{ const before = text; ${text} text = before; }`;
}
