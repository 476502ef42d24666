import 'reflect-metadata';
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
} from 'graphql';
import { readSupergraph } from '../gateway/supergraph.ts';
import { HttpClient } from '../platform/http-client/http-client.ts';
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

  it('says of every type, field, argument and enum value what it is', () => {
    const { apiSchema } = readSupergraph(composed.supergraph, {
      scopesCheckedBySubgraphs: true,
      reachable: [...composed.subgraphs.keys()],
    });
    expect(undescribed(apiSchema)).toEqual([]);
  });

  it('is composed alike each time', () => {
    expect(compose(definitions).supergraph).toBe(composed.supergraph);
  });
});
