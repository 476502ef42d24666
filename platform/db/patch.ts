/** Sets on `target` every field of `changes` that was given; `undefined` leaves a field as it is, `null` clears it. */
export function patch<T extends object>(target: T, changes: Partial<T>): void {
  for (const [field, value] of Object.entries(changes)) {
    if (value !== undefined) target[field as keyof T] = value as T[keyof T];
  }
}
