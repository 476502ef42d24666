/**
 * A text as a literal of SQL, as libpq's PQescapeLiteral and pg's `escapeLiteral` quote it. Those go through it
 * character by character, which takes longer than storing it where it is the JSON of a thousand rows.
 */
export function quotedLiteral(text: string): string {
  const quoted = text.includes("'") ? text.replaceAll("'", "''") : text;
  return quoted.includes('\\') ? ` E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}
