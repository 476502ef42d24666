/** How enum values are written: as in the graph, or in lower case. */
export type Words = 'CAPITALS' | 'LOWER_CASE';

/** `externalId` as `external_id`; what is in snake_case stays. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]+(?![a-z])|[A-Z]/g, (capital, place: number) =>
    place === 0 ? capital.toLowerCase() : `_${capital.toLowerCase()}`,
  );
}

/** `course_id` as `courseId`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** An enum value as the REST interface writes it. */
export function worded(value: string, words: Words): string {
  return words === 'CAPITALS' ? value : value.toLowerCase();
}
