type Given<T> = { [Field in keyof T]?: NonNullable<T[Field]> };

/** The fields of a filter that narrow the list: one that is null or absent does not. */
export function given<T extends object>(filter: T | null): Given<T> {
  const fields = Object.entries(filter ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(fields) as Given<T>;
}
