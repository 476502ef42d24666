import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { readSupergraph } from '../supergraph.ts';
import { composed, type Sdls } from './differential/supergraphs.ts';
import { planOperation } from './planner.ts';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@interfaceObject"])\n';

function planOf(sdls: Sdls, query: string) {
  const supergraph = readSupergraph(composed(sdls), {
    scopesCheckedBySubgraphs: true,
    reachable: Object.keys(sdls),
  });
  return planOperation(supergraph, parse(query), null).plan;
}

describe('a plan', () => {
  it('comes back to a subgraph by a key that entities are found by there, though another is named first', () => {
    const sdls = {
      people: `${link}type Person @key(fields: "id") { id: ID! name: String! }`,
      letters: `${link}
        type Query { writers: [Person!]! }
        type Person @key(fields: "nick", resolvable: false) @key(fields: "id") @key(fields: "id", resolvable: false) {
          id: ID!
          nick: String!
          name: String! @external
          signature: String! @requires(fields: "name")
        }`,
    };
    const required = JSON.stringify(planOf(sdls, '{ writers { signature } }').node, (name, value) =>
      name === 'operationDocumentNode' ? undefined : value,
    );
    const [, back] = required.match(/"requires":.*?"variableUsages"/g) ?? [];
    expect(back).toContain('"name":"id"');
    expect(back).not.toContain('"name":"nick"');
  });

  it('of nothing that can be fetched is refused: its fields are not null, they are not there', () => {
    const sdls = {
      names: `${link}
        interface Node @key(fields: "id") { id: ID! }
        type Query { node: Node, hello: String }`,
      fields: `${link}
        type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String }
        type Query { other: Node }`,
    };
    expect(() => planOf(sdls, '{ node { field } }')).toThrow(/"node" cannot be answered/);
    expect(
      planOf(sdls, '{ __typename __schema { queryType { name } } hello @skip(if: true) }').node,
    ).toBeUndefined();
    expect(planOf(sdls, '{ other { field } }').node?.kind).toBe('Fetch');
  });

  it.each([
    '{ shed @include(if: $a) { size @include(if: $b) } }',
    '{ shed @include(if: $a) { ... @skip(if: $b) { size } } }',
    '{ shed @include(if: $a) { ...F } } fragment F on Shed { id @include(if: $b) size @include(if: $b) }',
    '{ shed @skip(if: $a) { size @include(if: $a) } }',
  ])('fetches an object that is asked for though nothing of it may be: %s', (selections) => {
    const sheds = `${link}type Query { shed: Shed! } type Shed { id: ID! size: Int }`;
    const { node } = planOf({ sheds }, `query ($a: Boolean!, $b: Boolean! = false) ${selections}`);
    if (node?.kind !== 'Condition') throw new Error('It is fetched always.');
    expect(node.condition).toBe('a');
    expect((node.ifClause ?? node.elseClause)?.kind).toBe('Fetch');
  });
});
