/** Whether PostgreSQL and JSON can hold a text: there is no zero byte in it, and no half of a surrogate pair. */
export function isWellFormedText(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}
