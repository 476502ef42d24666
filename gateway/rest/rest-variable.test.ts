import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { projectRoot } from '../../platform/project-root.ts';
import { readOperations } from './rest-document.ts';
import { variablesOf } from './rest-variable.ts';

const schema = buildSchema(`
  type Query { delivery(id: ID!, webhookId: ID): Delivery }
  type Delivery { id: ID! }
`);

describe('the ids in the path of an endpoint', () => {
  let directives: string;
  beforeAll(async () => {
    directives = await readFile(path.join(projectRoot, 'schema', 'rest', 'directives.graphql'), 'utf8');
  });

  function sourcesOf(variables: string, args: string, paths: string): unknown[] {
    const text = `query GetDelivery(${variables})
      @rest(method: GET, path: ${paths}, tag: "Webhooks", summary: "Get a delivery") { delivery(${args}) { id } }`;
    const operations = new Map([['webhooks.graphql', text]]);
    const [operation] = readOperations({ directives, operations }, schema);
    if (!operation) throw new Error('no operation');
    return variablesOf(operation, schema).map(({ source }) => source);
  }

  it('are all taken by the operation, at each of its addresses', () => {
    const both = '$id: ID!, $deliveryId: ID!';
    const args = 'webhookId: $id, id: $deliveryId';
    const taken = [
      { in: 'path', name: 'id' },
      { in: 'path', name: 'delivery_id' },
    ];
    expect(sourcesOf(both, args, '["/w/{id}/{delivery_id}", "/a/{delivery_id}/{id}"]')).toEqual(taken);
  });

  it.each([
    ['$deliveryId: ID!', 'id: $deliveryId', '"/w/{id}/{delivery_id}"'],
    ['$deliveryId: ID!', 'id: $deliveryId', '["/w/{delivery_id}", "/w/{id}/{delivery_id}"]'],
    ['$id: ID!, $deliveryId: ID!', 'webhookId: $id, id: $deliveryId', '["/w/{id}/{delivery_id}", "/w/{id}"]'],
  ])('keep the hub from starting when one is there for show: %s of %3$s', (variables, args, paths) => {
    expect(() => sourcesOf(variables, args, paths)).toThrow(/GetDelivery takes .* from its path/);
  });
});
