/** The condition that a text column contains `text`, in any case; `%` and `_` stand for themselves. */
export function contains(text: string): { $ilike: string } {
  return { $ilike: `%${text.replace(/[\\%_]/g, '\\$&')}%` };
}
