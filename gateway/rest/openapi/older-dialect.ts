type Json = Record<string, unknown>;

/**
 * An OpenAPI document of version 3.1 as one of 3.0.3, whose schemas know neither `null` nor siblings of `$ref`:
 * a component that may be null stands where it is used, since a reference to it would not allow that.
 */
export function inOlderDialect(document: Json): Json {
  const { schemas } = document.components as { schemas: Record<string, Json> };
  const components = new Map(
    Object.entries(schemas).map(([name, schema]) => [`#/components/schemas/${name}`, schema]),
  );
  return withoutUnused({ ...(older(document, components) as Json), openapi: '3.0.3' });
}

/** Without the schemas that nothing refers to any more. */
function withoutUnused(document: Json): Json {
  const { schemas, ...others } = document.components as { schemas: Json };
  const text = JSON.stringify(document);
  const used = Object.entries(schemas).filter(([name]) => text.includes(`"#/components/schemas/${name}"`));
  return { ...document, components: { ...others, schemas: Object.fromEntries(used) } };
}

function older(value: unknown, components: ReadonlyMap<string, Json>): unknown {
  if (Array.isArray(value)) return value.map((member) => older(member, components));
  if (typeof value !== 'object' || value === null) return value;
  const { type, anyOf, $ref, ...rest } = value as Json;
  const others = Object.fromEntries(
    Object.entries(rest).map(([name, member]) => [
      name,
      literal.has(name) ? member : older(member, components),
    ]),
  );
  if (Array.isArray(type) && type.includes('null')) {
    return orNull({ type: type.find((each) => each !== 'null'), ...others });
  }
  if (isReferenceOrNull(anyOf)) {
    const component = older(components.get(String(anyOf[0]?.$ref)) ?? {}, components);
    return orNull({ ...(component as Json), ...others });
  }
  if (typeof $ref === 'string') {
    return Object.keys(others).length > 0 ? { allOf: [{ $ref }], ...others } : { $ref };
  }
  return {
    // It may be the name of a member too.
    ...(type !== undefined && { type: older(type, components) }),
    ...(anyOf !== undefined && { anyOf: older(anyOf, components) }),
    ...others,
  };
}

/** What stands for itself. */
const literal = new Set(['example', 'enum', 'default', 'x-codeSamples']);

function orNull(schema: Json): Json {
  const { enum: values } = schema;
  return { ...schema, ...(Array.isArray(values) && { enum: [...values, null] }), nullable: true };
}

function isReferenceOrNull(anyOf: unknown): anyOf is Json[] {
  return Array.isArray(anyOf) && anyOf.length === 2 && '$ref' in anyOf[0] && anyOf[1].type === 'null';
}
