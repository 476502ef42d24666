/** An object of an answer, as JSON or graphql-js made it. */
export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names that every object seems to have; a client may choose one as an alias. */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** The object's own field; undefined also where only its prototype has one of that name. */
export function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** How `name` is read: without looking whether it is inherited, where it cannot be. */
export function reader(name: string): (object: JsonObject) => unknown {
  return isInherited(name) ? (object) => own(object, name) : (object) => object[name];
}

/** Sets the object's own field, whatever its name. */
export function setOwn(object: JsonObject, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  } else object[name] = value;
}
