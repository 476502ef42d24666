import { z } from 'zod';
import type { StandInAnswer } from '../../../platform/integration-kit/sandbox-kit.ts';
import { escapeHtml } from '../../../platform/integration-kit/sandbox-page.ts';

/** How the stand-in answers from now on. */
export const answerManner = z.object({
  format: z.enum(['json', 'xml']).default('json'),
  /** `jumlahPerizinan` gives its total alone, as text, as live installations do. */
  thin: z.stringbool().or(z.boolean()).default(false),
  /** Leaves `d_terima_berkas` out, and whatever else is empty. */
  missing: z.stringbool().or(z.boolean()).default(false),
  /** What is sent in the place of a right answer. */
  instead: z.enum(['', 'xml-bomb', 'rubbish', 'large', 'wrong-types', 'nothing']).default(''),
  /** Most entries of a list, whatever was asked for. */
  mostEntries: z.coerce.number().int().min(1).default(1000),
});
export type AnswerManner = z.output<typeof answerManner>;

type Fields = Readonly<Record<string, string>>;

/** Entries of a list, a single object, or a wrong answer, as the manner says. */
export function answer(manner: AnswerManner, content: Fields | readonly Fields[]): StandInAnswer {
  if (manner.instead) return wrongAnswers[manner.instead]();
  const fields = Array.isArray(content)
    ? content.map((entry) => kept(manner, entry))
    : kept(manner, content as Fields);
  if (manner.format === 'json') return { body: fields };
  return {
    type: 'application/xml',
    body: `<?xml version="1.0" encoding="utf-8"?>\n<xml>${xmlOf(fields)}</xml>`,
  };
}

function kept({ missing }: AnswerManner, entry: Fields): Fields {
  if (!missing) return entry;
  return Object.fromEntries(
    Object.entries(entry).filter(([name, value]) => name !== 'd_terima_berkas' && value !== ''),
  );
}

function xmlOf(content: Fields | readonly Fields[]): string {
  if (Array.isArray(content)) return content.map((entry) => `<item>${xmlOf(entry)}</item>`).join('');
  return Object.entries(content as Fields)
    .map(([name, value]) => `<${name}>${escapeHtml(value)}</${name}>`)
    .join('');
}

const wrongAnswers: Record<Exclude<AnswerManner['instead'], ''>, () => StandInAnswer> = {
  'xml-bomb': () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `<!ENTITY lol${level + 1} "${`&lol${level};`.repeat(10)}">`,
    );
    const body = `<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY lol0 "lol">${levels.join('')}]><xml><item><pendaftaran_id>&lol9;</pendaftaran_id></item></xml>`;
    return { type: 'application/xml', body };
  },
  rubbish: () => ({
    type: 'application/json',
    body: 'Fatal error: Call to undefined function mysql_connect()',
  }),
  large: () => ({ type: 'application/json', body: `[${'{"pendaftaran_id":"1"},'.repeat(450_000)}{}]` }),
  'wrong-types': () => ({
    body: [{ pendaftaran_id: { value: 1 }, n_pemohon: ['a'], d_terima_berkas: 20240115 }],
  }),
  nothing: () => ({ body: [] }),
};
