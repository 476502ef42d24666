import {
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredInputField,
} from 'graphql';
import type { ShapedField, ShapedSelection } from '../answer-shape.ts';
import { snakeCase, type Words, worded } from '../names.ts';
import { scalarFormat } from '../scalar-formats.ts';
import type { Renamed } from '../value-reader.ts';

/** A JSON Schema, draft 2020-12. */
export type Schema = Record<string, unknown>;

/** Writes schemas of what requests hold and answers are; those with a name go among the components. */
export class SchemaWriter {
  readonly components: Record<string, Schema> = {};
  /** How the enum values of each component of an answer are written. */
  readonly #wordsOf = new Map<string, Words>();

  /** Of an object of an answer. */
  ofSelection(selection: ShapedSelection, words: Words): Schema {
    const { fragment } = selection;
    if (fragment === null) return this.#object(selection, words);
    const known = this.#wordsOf.get(fragment) ?? words;
    if (known !== words) throw new Error(`The fragment ${fragment} is written in two ways.`);
    this.#wordsOf.set(fragment, words);
    this.components[fragment] ??= this.#object(selection, words);
    return reference(fragment);
  }

  /** Of a value that a request holds. */
  ofInput(type: GraphQLInputType, words: Words, renamed: Renamed = {}): Schema {
    if (!isNonNullType(type)) return nullable(this.#input(type, words, renamed));
    return this.#input(type.ofType, words, renamed);
  }

  /** Of a value that may be absent, but not null, such as a parameter. */
  ofParameter(type: GraphQLInputType, words: Words): Schema {
    return this.#input(isNonNullType(type) ? type.ofType : type, words, {});
  }

  #input(type: GraphQLInputType, words: Words, renamed: Renamed): Schema {
    if (isListType(type)) return { type: 'array', items: this.ofInput(type.ofType, words, renamed) };
    if (isInputObjectType(type)) return this.#inputObject(type, words, renamed);
    if (isEnumType(type)) return this.#enum(type, words);
    return { ...scalarFormat(getNamedType(type).name).schema };
  }

  #inputObject(type: GraphQLInputObjectType, words: Words, renamed: Renamed): Schema {
    if (!this.components[type.name]) {
      const properties: Record<string, Schema> = {};
      const required: string[] = [];
      this.components[type.name] = {};
      for (const field of Object.values(type.getFields())) {
        const name = field.name in renamed ? renamed[field.name] : snakeCase(field.name);
        if (typeof name !== 'string') continue;
        properties[name] = described(this.ofInput(field.type, words), field.description);
        if (isRequiredInputField(field)) required.push(name);
      }
      this.components[type.name] = described(objectSchema(properties, required, false), type.description);
    }
    return reference(type.name);
  }

  #enum(type: GraphQLEnumType, words: Words): Schema {
    const name = words === 'CAPITALS' ? `${type.name}InCapitals` : type.name;
    const values = type.getValues();
    const meanings = values.map((value) => `- \`${worded(value.name, words)}\`: ${value.description ?? ''}`);
    this.components[name] ??= {
      type: 'string',
      description: [type.description ?? '', '', ...meanings].join('\n'),
      enum: values.map((value) => worded(value.name, words)),
    };
    return reference(name);
  }

  #object(selection: ShapedSelection, words: Words): Schema {
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    this.#collect(selection, words, { properties, required, absent: false, none: false });
    const { fields } = selection;
    const { parent } = fields[0] ?? {};
    return described(objectSchema(properties, required), parent?.description);
  }

  #collect(selection: ShapedSelection, words: Words, into: Collected): void {
    for (const field of selection.fields) {
      const absent = into.absent || field.conditional;
      const none = into.none || !isNonNullType(field.type);
      if (field.flattened && field.selection) {
        this.#collect(field.selection, words, { ...into, absent, none });
        continue;
      }
      const schema = this.#output(field, words);
      into.properties[field.name] = described(into.none ? nullable(schema) : schema, meaningOf(field));
      if (!absent) into.required.push(field.name);
    }
  }

  #output(field: ShapedField, words: Words): Schema {
    if (field.unwrapped && field.selection) {
      const [only] = field.selection.fields;
      if (only) return this.#output(only, words);
    }
    return this.#outputOf(field.type, field, words);
  }

  #outputOf(type: GraphQLOutputType, field: ShapedField, words: Words): Schema {
    if (!isNonNullType(type)) return nullable(this.#present(type, field, words));
    return this.#present(type.ofType, field, words);
  }

  #present(type: GraphQLOutputType, field: ShapedField, words: Words): Schema {
    if (isListType(type)) return { type: 'array', items: this.#outputOf(type.ofType, field, words) };
    if (field.selection) return this.ofSelection(field.selection, words);
    const named = getNamedType(type);
    return isEnumType(named) ? this.#enum(named, words) : { ...scalarFormat(named.name).schema };
  }
}

interface Collected {
  properties: Record<string, Schema>;
  required: string[];
  /** What is in it may be absent. */
  absent: boolean;
  /** What is in it may be null. */
  none: boolean;
}

/** Of an object with these members. */
export function objectSchema(
  properties: Record<string, Schema>,
  required: readonly string[],
  open = true,
): Schema {
  return {
    type: 'object',
    ...(required.length > 0 && { required: [...required] }),
    properties,
    ...(!open && { additionalProperties: false }),
  };
}

export function reference(component: string): Schema {
  return { $ref: `#/components/schemas/${component}` };
}

/** A schema with a description of its own, where there is something to say. */
export function described(schema: Schema, description: string | null | undefined): Schema {
  return description ? { ...schema, description } : schema;
}

/** The same or null. */
export function nullable(schema: Schema): Schema {
  if (typeof schema.type === 'string') return { ...schema, type: [schema.type, 'null'] };
  if (!('$ref' in schema)) return schema;
  const { $ref, ...rest } = schema;
  return { anyOf: [{ $ref }, { type: 'null' }], ...rest };
}

/** What a member is, in the words of the schema. */
function meaningOf({ parent, field }: ShapedField): string {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return '';
  return parent.getFields()[field]?.description ?? '';
}
