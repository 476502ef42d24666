import 'reflect-metadata';
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  parse,
  validate,
} from 'graphql';
import { readSupergraph } from '../gateway/supergraph.ts';
import { HttpClient } from '../platform/http-client/http-client.ts';
import { projectRoot } from '../platform/project-root.ts';
import { subgraphDefinitions } from '../run/definitions.ts';
import { compose } from './compose.ts';

/** Everything of a type that a reader meets, by its path, with its description. */
function parts(type: GraphQLNamedType): [string, string | null | undefined][] {
  const found: [string, string | null | undefined][] = [[type.name, type.description]];
  if (isEnumType(type)) {
    for (const value of type.getValues()) found.push([`${type.name}.${value.name}`, value.description]);
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      found.push([`${type.name}.${field.name}`, field.description]);
      for (const argument of field.args) {
        found.push([`${type.name}.${field.name}(${argument.name}:)`, argument.description]);
      }
    }
  }
  if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      found.push([`${type.name}.${field.name}`, field.description]);
    }
  }
  return found;
}

function undescribed(schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => parts(type).slice(roots.includes(type as never) ? 1 : 0))
    .filter(([, description]) => !description?.trim())
    .map(([path]) => path);
}

describe('the graph', () => {
  const definitions = subgraphDefinitions({ environment: {}, publicUrl: '', http: new HttpClient() });
  const composed = compose(definitions);

  it('is composed of the six subgraphs without a doubt', () => {
    expect([...composed.subgraphs.keys()].sort()).toEqual([
      'credentials',
      'exchange',
      'identity',
      'payments',
      'permits',
      'training',
    ]);
    expect(composed.hints).toEqual([]);
  });

  const { apiSchema } = readSupergraph(composed.supergraph, {
    scopesCheckedBySubgraphs: true,
    reachable: [...composed.subgraphs.keys()],
  });

  it('says of every type, field, argument and enum value what it is', () => {
    expect(undescribed(apiSchema)).toEqual([]);
  });

  it('is as the documents show it', async () => {
    const wrong: string[] = [];
    let operations = 0;
    for await (const file of glob('{*.md,docs/*.md}', { cwd: projectRoot })) {
      const text = await readFile(path.join(projectRoot, file), 'utf8');
      for (const [, operation = ''] of text.matchAll(/```graphql\n([\s\S]*?)```/g)) {
        operations += 1;
        const errors = validate(apiSchema, parse(operation));
        wrong.push(...errors.map(({ message }) => `${file}: ${message}`));
      }
    }
    expect(wrong).toEqual([]);
    expect(operations).toBeGreaterThan(5);
  });

  it('is composed alike each time', () => {
    expect(compose(definitions).supergraph).toBe(composed.supergraph);
  });
});
