import { getNamedType, getNullableType, isListType, isNonNullType } from 'graphql';
import type { Supergraph } from '../../supergraph.ts';
import type { Endpoint } from '../endpoint.ts';
import { type Words, worded } from '../names.ts';
import { defaultLimit, longestLimit } from '../paging.ts';
import { defaultOf, type RestVariable } from '../rest-variable.ts';
import { codeSamples, shownKey } from './code-samples.ts';
import { type Example, withExample } from './examples.ts';
import { neededScopes } from './needed-scopes.ts';
import { headersOf, problemsOf } from './responses.ts';
import { described, objectSchema, reference, type Schema, type SchemaWriter } from './schema-writer.ts';

/** What the documents of all operations share. */
export interface Writing {
  schemas: SchemaWriter;
  supergraph: Supergraph;
  /** Where the examples are sent. */
  server: string;
  /** By the name of their operation. */
  examples: ReadonlyMap<string, Example>;
}

/** The Operation Object of an endpoint at one of its paths. */
export function operationDocument(endpoint: Endpoint, path: string, writing: Writing): Schema {
  const { rest, name, written } = endpoint.operation;
  const { schemas, supergraph } = writing;
  const changes = written.operation === 'mutation';
  const example = writing.examples.get(name);
  const body = bodyDocument(endpoint, schemas, example);
  const scopes = neededScopes(endpoint.root, supergraph.supergraphSchema);
  const alias = rest.path.indexOf(path);
  const idempotent = changes && takesKey(endpoint, supergraph);
  return {
    operationId: `${name.charAt(0).toLowerCase()}${name.slice(1)}${alias > 0 ? 'Alias' : ''}`,
    tags: [rest.tag],
    summary: rest.summary,
    description: descriptionOf(endpoint, supergraph, scopes, alias > 0),
    security: [{ OAuth2: scopes.map(([first = '']) => first) }, { ApiKey: [] }],
    parameters: [
      ...parametersOf(endpoint, path, schemas, example),
      ...(idempotent ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
      ...(rest.method === 'GET' ? [{ $ref: '#/components/parameters/IfNoneMatch' }] : []),
    ],
    ...(body && { requestBody: body }),
    responses: {
      [rest.status]: successOf(endpoint, schemas, example),
      ...(rest.method === 'GET' && { 304: { $ref: '#/components/responses/NotModified' } }),
      ...problemsOf({ changes, hasBody: body !== undefined, mayBeMissing: mayBeMissing(endpoint) }),
    },
    'x-graphql-operation': name,
    'x-rate-limit': changes ? 'writes' : 'reads',
    'x-codeSamples': codeSamples({
      method: rest.method,
      url: `${writing.server}${withExample(path, example)}`,
      body: example?.body,
      idempotent,
      shows: shownKey,
      answers: rest.method !== 'DELETE',
      tellsProblems: true,
    }),
  };
}

function descriptionOf(
  { operation: { rest }, root, variables, rows }: Endpoint,
  supergraph: Supergraph,
  scopes: readonly string[][],
  isAlias: boolean,
): string {
  const type = supergraph.apiSchema.getType(root.parent.name);
  const field = type && 'getFields' in type ? type.getFields()[root.field] : undefined;
  const list = scopes.map((alternatives) => alternatives.map((scope) => `\`${scope}\``).join(' or '));
  return [
    rest.description ?? field?.description ?? rest.summary,
    ...(scopes.length > 0 ? [`Needs the scope ${list.join(' and ')}.`] : []),
    ...(variables.some(({ source }) => source.in === 'page')
      ? ['Newest first. Page by `page` up to the first 10,000 items, or by `cursor` through all of them.']
      : []),
    ...(rows
      ? ['A row that is not as described here fails by itself, too: `rows` has its `index` and `error`.']
      : []),
    ...(isAlias ? [`The same as \`${rest.path[0]}\`.`] : []),
  ].join('\n\n');
}

function parametersOf(
  { variables, operation }: Endpoint,
  path: string,
  schemas: SchemaWriter,
  example: Example | undefined,
): Schema[] {
  const { words } = operation.rest;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']): Schema => {
    const variable = variables.find(({ source }) => source.in === 'path' && source.name === name);
    const description = variable?.description ?? '';
    const value = example?.path[name];
    return {
      name,
      in: 'path',
      required: true,
      description,
      schema: { type: 'string' },
      ...(value !== undefined && { example: value }),
    };
  });
  const inQuery = variables
    .filter(({ source }) => source.in === 'query')
    .map((variable) => queryParameter(variable, schemas, words));
  const lists = Map.groupBy(
    variables.flatMap((variable) =>
      variable.source.in === 'list' ? [{ variable, list: variable.source }] : [],
    ),
    ({ list }) => list.name,
  );
  const inLists = [...lists].map(
    ([name, members]): Schema => ({
      name,
      in: 'query',
      description: members
        .map(({ variable, list }) => `- \`${list.value}\`: ${variable.description}`)
        .join('\n'),
      style: 'form',
      explode: false,
      schema: { type: 'array', items: { type: 'string', enum: members.map(({ list }) => list.value) } },
    }),
  );
  const isPaged = variables.some(({ source }) => source.in === 'page');
  const paging = ['Limit', 'Page', 'Cursor'].map((name) => ({ $ref: `#/components/parameters/${name}` }));
  return [...inPath, ...inQuery, ...inLists, ...(isPaged ? paging : [])];
}

function queryParameter(variable: RestVariable, schemas: SchemaWriter, words: Words): Schema {
  const { type, source, required, description } = variable;
  return {
    name: source.in === 'query' ? source.name : '',
    in: 'query',
    ...(required && { required }),
    description,
    ...(isListType(getNullableType(type)) && { style: 'form', explode: false }),
    schema: withDefault(schemas.ofParameter(type, words), variable, words),
  };
}

/** Parameters that every list takes. */
export const pagingParameters: Record<string, Schema> = {
  Limit: {
    name: 'limit',
    in: 'query',
    description: 'How many items.',
    schema: { type: 'integer', minimum: 1, maximum: longestLimit, default: defaultLimit },
  },
  Page: {
    name: 'page',
    in: 'query',
    description: 'Which page, from 1; within the first 10,000 items.',
    schema: { type: 'integer', minimum: 1, maximum: 10_001, default: 1 },
  },
  Cursor: {
    name: 'cursor',
    in: 'query',
    description: 'Go on behind this: the `next_cursor` of a page. Instead of `page`.',
    schema: { type: 'string', minLength: 1 },
  },
};

function bodyDocument(
  { variables, operation: { rest } }: Endpoint,
  schemas: SchemaWriter,
  example: Example | undefined,
): Schema | undefined {
  const members = variables.filter(({ source }) => source.in === 'body');
  if (members.length === 0) return undefined;
  const schema = membersSchema(members, schemas, rest.words, 0);
  return {
    ...('required' in schema && { required: true }),
    content: {
      'application/json': { schema, ...(example?.body !== undefined && { example: example.body }) },
    },
  };
}

function membersSchema(
  variables: readonly RestVariable[],
  schemas: SchemaWriter,
  words: Words,
  depth: number,
): Schema {
  const properties: Record<string, Schema> = {};
  const required: string[] = [];
  const groups = Map.groupBy(variables, ({ source }) => (source.in === 'body' && source.path[depth]) || '');
  for (const [name, group] of groups) {
    const [first] = group;
    if (!first) continue;
    const own = first.source.in === 'body' && first.source.path.length === depth + 1;
    properties[name] = own
      ? memberSchema(first, schemas, words)
      : membersSchema(group, schemas, words, depth + 1);
    if (own ? first.required : 'required' in (properties[name] ?? {})) required.push(name);
  }
  return objectSchema(properties, required, false);
}

function memberSchema(variable: RestVariable, schemas: SchemaWriter, words: Words): Schema {
  const schema = schemas.ofInput(variable.type, words, variable.renamed);
  return withDefault(described(schema, variable.description), variable, words);
}

function withDefault(schema: Schema, variable: RestVariable, words: Words): Schema {
  const byDefault = defaultOf(variable);
  if (byDefault === undefined) return schema;
  const isEnum = variable.byDefault?.kind === 'EnumValue';
  return { ...schema, default: isEnum ? worded(String(byDefault), words) : byDefault };
}

function successOf(
  { operation: { rest }, kind, items }: Endpoint,
  schemas: SchemaWriter,
  example: Example | undefined,
): Schema {
  const headers = headersOf(
    'RequestId',
    'RateLimit',
    'RateLimitPolicy',
    ...(rest.method === 'GET' ? (['ETag'] as const) : []),
    ...(rest.location === undefined ? [] : (['Location'] as const)),
  );
  const description = rest.status === 204 ? 'Done.' : rest.summary;
  if (kind === 'none') return { description, headers };
  const item = schemas.ofSelection(items, rest.words);
  const list = { type: 'array', items: item };
  const plain =
    kind === 'page'
      ? objectSchema({ data: list, pagination: reference('Pagination') }, ['data', 'pagination'])
      : kind === 'list'
        ? objectSchema({ data: list }, ['data'])
        : item;
  const schema =
    rest.body === 'SUCCESS'
      ? objectSchema({ success: { type: 'boolean', description: 'Always true.' }, data: plain }, [
          'success',
          'data',
        ])
      : plain;
  const content = { schema, ...(example?.answer !== undefined && { example: example.answer }) };
  return { description, headers, content: { 'application/json': content } };
}

/** Whether the mutation's input takes an idempotency key that the request has in no other place. */
function takesKey({ root, variables }: Endpoint, { apiSchema }: Supergraph): boolean {
  if (variables.some(({ usedAs }) => usedAs.includes('idempotencyKey'))) return false;
  const field = apiSchema.getMutationType()?.getFields()[root.field];
  const input = field?.args.find(({ name }) => name === 'input');
  const type = input && getNamedType(input.type);
  return type !== undefined && 'getFields' in type && 'idempotencyKey' in type.getFields();
}

/** Whether what is asked for may not be there: it is named in the path, or in the body by an id. */
function mayBeMissing({ root, variables, existing }: Endpoint): boolean {
  const named = variables.some(
    ({ type, source }) => source.in === 'path' || getNamedType(type).name === 'ID',
  );
  return named || existing.length > 0 || !isNonNullType(root.type);
}
