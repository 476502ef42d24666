import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { eventCatalogue } from '../../schema/events/catalogue.ts';

// Writes src/generated/events.ts: what each type of event holds, from the catalogue.

const target = new URL('../src/generated/events.ts', import.meta.url);

function typeOf(schema) {
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(' | ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(' | ');
  if (schema.type === 'object') return objectOf(schema);
  if (schema.type === 'array') return `readonly (${typeOf(schema.items)})[]`;
  const known = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean', null: 'null' };
  return known[schema.type] ?? 'unknown';
}

function objectOf({ properties = {}, required = [] }) {
  const members = Object.entries(properties).map(
    ([name, schema]) => `${name}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
  );
  return `{ ${members.join('; ')} }`;
}

/** The text of that file. */
export function eventTypes() {
  const entries = Object.entries(eventCatalogue).map(
    ([type, { description, data }]) =>
      `  /** ${description} */\n  '${type}': ${typeOf(z.toJSONSchema(data, { io: 'output', unrepresentable: 'any' }))};`,
  );
  return `// Generated from schema/events by \`npm run codegen\`; do not edit.\n\n/** What each type of event holds, as \`data\`. */\nexport interface EventData {\n${entries.join('\n')}\n}\n`;
}

if (import.meta.main) await writeFile(target, eventTypes());
