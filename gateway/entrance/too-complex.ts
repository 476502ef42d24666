import { HubError } from '../../platform/errors.ts';
import type { Limits } from '../limits.ts';

/** What each limit counts, and what to do about it; `#` stands for what was found. */
const words: Readonly<Record<keyof Limits, { found: string; advice: string }>> = {
  characters: { found: 'The operation has # characters', advice: 'split it' },
  tokens: { found: 'The operation has more tokens than it may', advice: 'split it' },
  nesting: { found: 'The operation has brackets within brackets to the number of #', advice: 'split it' },
  depth: { found: 'The operation has a depth of #', advice: 'split it' },
  aliases: { found: 'The operation has aliases to the number of #', advice: 'split it' },
  fields: { found: 'The operation has fields to the number of #', advice: 'split it' },
  rootFields: { found: 'The operation does or reads # things at once', advice: 'split it' },
  repeats: { found: 'The operation asks # times for the same field', advice: 'ask for it once' },
  directives: { found: 'The operation has # directives', advice: 'split it' },
  directivesAtOnce: {
    found: 'The operation has # directives at one place',
    advice: 'leave most of them out',
  },
  variables: { found: 'The operation has # variables', advice: 'put them into one input, or split it' },
  elements: {
    found: 'A list or object of the input has # elements',
    advice: 'send it in parts, in operations of their own',
  },
  valueDepth: { found: 'The variables have lists and objects # deep', advice: 'send less deep ones' },
  values: { found: 'The variables have more than # values', advice: 'send them in parts' },
};

/**
 * Throws when `found` is more than the limit allows.
 *
 * @throws HubError QUERY_TOO_COMPLEX
 */
export function within(limits: Limits, what: keyof Limits, found: number): void {
  const allowed = limits[what];
  if (found <= allowed) return;
  const { found: sentence, advice } = words[what];
  throw new HubError('QUERY_TOO_COMPLEX', {
    message: `${sentence.replace('#', String(found))}, and ${allowed} is allowed; ${advice}.`,
  });
}
