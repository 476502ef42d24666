type Json = Record<string, unknown>;

/** An OpenAPI document of version 3.1 as one of 3.0.3, whose schemas know neither `null` nor siblings of `$ref`. */
export function inOlderDialect(document: Json): Json {
  return { ...(older(document) as Json), openapi: '3.0.3' };
}

function older(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(older);
  if (typeof value !== 'object' || value === null) return value;
  const { type, anyOf, $ref, ...rest } = value as Json;
  const others = Object.fromEntries(
    Object.entries(rest).map(([name, member]) => [name, literal.has(name) ? member : older(member)]),
  );
  if (Array.isArray(type) && type.includes('null')) {
    return { type: type.find((each) => each !== 'null'), ...others, nullable: true };
  }
  if (isReferenceOrNull(anyOf)) return { allOf: [anyOf[0]], ...others, nullable: true };
  if (typeof $ref === 'string') {
    return Object.keys(others).length > 0 ? { allOf: [{ $ref }], ...others } : { $ref };
  }
  return {
    ...(type !== undefined && { type: typeof type === 'object' ? older(type) : type }),
    ...(anyOf !== undefined && { anyOf: older(anyOf) }),
    ...others,
  };
}

/** What stands for itself. */
const literal = new Set(['example', 'enum', 'default', 'x-codeSamples']);

function isReferenceOrNull(anyOf: unknown): anyOf is Json[] {
  return Array.isArray(anyOf) && anyOf.length === 2 && '$ref' in anyOf[0] && anyOf[1].type === 'null';
}
