import { composeServices } from '@apollo/composition';
import { describe, expect, it } from '@jest/globals';
import { type OperationDefinitionNode, parse } from 'graphql';
import { madeUpGraphs } from '../execution/differential/supergraphs.ts';
import type { PlannedOperation } from '../execution/executor.ts';
import { planOperation } from '../execution/planner.ts';
import { readSupergraph } from '../supergraph.ts';
import { madeUpCosts } from './made-up-costs.ts';
import { actualCost, estimatedCost } from './operation-cost.ts';

const link = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@cost", "@listSize"]
)`;
const paged = `@listSize(
  assumedSize: 20, slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false
)`;
const library = `${link}
  type Query {
    books(first: Int! = 20, after: String): Books! ${paged}
    latest(first: Int! = 5): [Book!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
    shelf: [Item!]! @listSize(assumedSize: 4)
    loose: [Book!]!
    item: Item
    signature: String @cost(weight: 25)
    stamp: Stamp
    stamps: [Stamp]
    search(text: String @cost(weight: 4), by: SearchInput, stamps: [Stamp!]): [Book!]! @cost(weight: 1) @listSize(assumedSize: 2)
  }
  input SearchInput { near: PlaceInput places: [PlaceInput!] again: SearchInput deep: Boolean @cost(weight: 6) cheap: Boolean @cost(weight: -20) }
  input PlaceInput { name: String radius: Int @cost(weight: 3) }
  scalar Stamp @cost(weight: 2)
  type Mutation { lend(book: ID!): Book! @cost(weight: 10) }
  type Subscription { lent: Book! }
  type Books { edges: [Edge!]! nodes: [Book!]! total: Int! @cost(weight: 3) }
  type Edge { cursor: String! node: Book! }
  interface Item { id: ID! owner: Person sequel: Item }
  type Book implements Item @key(fields: "id") {
    id: ID! title: String! owner: Person sequel: Item author: Person! tags: [String!]!
  }
  type Film implements Item { id: ID! owner: Person sequel: Item cast(first: Int! = 3): Cast! ${paged} scan: Scan }
  type Cast { nodes: [Person!]! edges: [Person!]! }
  type Person { name: String! books(first: Int! = 20): Books! ${paged} }
  type Scan @cost(weight: 7) { url: String }
`;
const reviews = `${link}
  type Book @key(fields: "id") { id: ID! rating: Float @cost(weight: 2) reviews: [Review!]! @listSize(assumedSize: 6) }
  type Review { text: String! }
`;

const composed = composeServices([
  { name: 'library', url: '', typeDefs: parse(library) },
  { name: 'reviews', url: '', typeDefs: parse(reviews) },
]);
const supergraph = readSupergraph(composed.supergraphSdl ?? '', {
  scopesCheckedBySubgraphs: true,
  reachable: ['library', 'reviews'],
});

function plan(query: string): PlannedOperation {
  return planOperation(supergraph, parse(query), null);
}

function estimate(query: string, variables: Record<string, unknown> = {}): number {
  return estimatedCost(plan(query), variables);
}

describe('what an operation costs at most', () => {
  it.each([
    ['{ __typename }', 1, 'every operation costs a point'],
    ['{ __schema { types { name fields { name } } } }', 1, 'what the graph is'],
    ['{ item { id } }', 2, 'an object'],
    ['{ item { id owner { name } } }', 3, 'objects within objects'],
    ['{ books(first: 7) { nodes { title } } }', 1 + 1 + 7, 'a page, as long as it is asked for'],
    ['{ books { nodes { title } } }', 1 + 1 + 20, 'a page, as long as it is by default'],
    ['{ books(first: 7) { edges { node { title } } } }', 1 + 1 + 14, 'edges and their nodes'],
    [
      '{ books(first: 2) { nodes { author { books(first: 3) { nodes { id } } } } } }',
      1 + 1 + 2 * (2 + 1 + 3),
      'pages within pages',
    ],
    ['{ latest { id } }', 1 + 5, 'a list of its own size'],
    ['{ latest(first: 3) { id reviews { text } } }', 1 + 3 * 7, 'a list of another subgraph'],
    ['{ loose { id tags } }', 1 + 10, 'a list of which nothing is known'],
    ['{ signature }', 1 + 25, 'a field with a weight'],
    ['{ books(first: 4) { total nodes { rating } } }', 1 + 1 + 3 + 4 * 3, 'weights within'],
    ['{ search { id } }', 1 + 1 + 2, 'arguments that are not given'],
    ['{ search(text: "x") { id } }', 1 + 1 + 4 + 2, 'an argument with a weight'],
    [
      '{ search(by: { deep: true, near: { radius: 5, name: "x" } }) { id } }',
      1 + 1 + 6 + 3 + 2,
      'fields of inputs',
    ],
    [
      '{ search(by: { places: [{ radius: 1 }, { radius: 2 }, { name: "x" }] }) { id } }',
      1 + 1 + 6 + 2,
      'each of a list',
    ],
    [
      '{ search(by: { again: { again: { deep: true } } }) { id } }',
      1 + 1 + 6 + 2,
      'inputs within themselves',
    ],
    ['{ search(stamps: [1, 2, 3]) { id } }', 1 + 1 + 6 + 2, 'scalars with a weight, each'],
    ['{ search(by: { cheap: true }) { id } }', 1 + 0 + 2, 'a field that is never less than nothing'],
    ['{ search(text: null, by: { deep: null }) { id } }', 1 + 1 + 2, 'null for nothing'],
    ['mutation { lend(book: 1) { title } }', 1 + 10 + 1, 'a mutation'],
    ['subscription { lent { title author { name } } }', 1 + 2, 'one event of a subscription'],
    ['{ a: item { id } b: item { id } }', 3, 'aliases, each'],
    [
      '{ item { owner { name } } item { owner { books(first: 2) { total } } } }',
      1 + 2 + 1 + 3,
      'what is asked twice, once',
    ],
    ['{ books(first: -5) { nodes { title } } }', 2, 'nothing'],
    ['{ books(first: 2000000000) { nodes { title } } }', 1002, 'no more than a list can hold'],
  ])('%s costs %i: %s', (query, cost) => {
    expect(estimate(query)).toBe(cost);
  });

  it('takes variables into account, and their defaults', () => {
    const query =
      'query ($n: Int! = 6, $m: Int) { books(first: $n) { nodes { title } } latest(first: $m) { id } }';
    const broken = 'query ($n: Int! = 6) { books(first: $n) { nodes { title } } }';
    expect(estimate(broken)).toBe(2 + 6);
    expect(estimate(broken, { n: 30 })).toBe(2 + 30);
    expect(estimate(broken, { n: 'many' })).toBe(2 + 20);
    expect(query).toContain('$m');
  });

  it('takes arguments by what the variables say, within inputs too', () => {
    const whole = 'query ($by: SearchInput) { search(by: $by) { id } }';
    expect(estimate(whole)).toBe(1 + 1 + 2);
    expect(estimate(whole, { by: { deep: true, places: { radius: 1 } } })).toBe(1 + 1 + 6 + 3 + 2);
    const part =
      'query ($deep: Boolean = true, $r: Int) { search(by: { deep: $deep, near: { radius: $r } }) { id } }';
    expect(estimate(part)).toBe(1 + 1 + 6 + 2);
    expect(estimate(part, { deep: null, r: 5 })).toBe(1 + 1 + 3 + 2);
  });

  it('leaves out what is skipped', () => {
    const query = `query ($with: Boolean!) {
      books(first: 5) { nodes { title author @include(if: $with) { name } } }
      item @skip(if: $with) { ...owned }
    }
    fragment owned on Item { owner { name } }`;
    expect(estimate(query, { with: true })).toBe(1 + 1 + 5 * 2);
    expect(estimate(query, { with: false })).toBe(1 + 1 + 5 + 2);
  });

  it('counts fragments wherever they are spread', () => {
    const query = `{ a: books(first: 3) { ...page } b: books(first: 4) { ...page } }
      fragment page on Books { nodes { author { name } } }`;
    expect(estimate(query)).toBe(1 + (1 + 3 * 2) + (1 + 4 * 2));
  });

  it('takes the most expensive of the types that an object may be of', () => {
    const query = `{ shelf {
      id owner { name }
      ... on Book { author { name } }
      ... on Film { cast(first: 9) { nodes { name } } scan { url } }
    } }`;
    expect(estimate(query)).toBe(1 + 4 * (1 + 1 + (1 + 9) + 7));
  });

  it('takes what several fragments ask of an object once, by its own type', () => {
    expect(estimate('{ item { owner { name } ... on Book { owner { name } } } }')).toBe(3);
    expect(
      estimate('{ item { ... on Book { owner { name } } ... on Film { owner { name } scan { url } } } }'),
    ).toBe(1 + 1 + 1 + 7);
  });

  it('is the most there is, of what is another for each of too many combinations of types', () => {
    const levels = 14;
    const chain = (only: number, level = 0): string =>
      level === levels
        ? '{ id }'
        : `{ ... on ${level === only ? 'Book' : 'Item'} { sequel ${chain(only, level + 1)} } }`;
    const chains = Array.from({ length: levels }, (_, only) => `item ${chain(only)}`);
    // To plan it would take long.
    const [operation] = parse(`{ ${chains.join(' ')} }`).definitions as [OperationDefinitionNode];
    expect(estimatedCost({ ...plan('{ item { id } }'), operation }, {})).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('stays a whole number that JSON can carry, however deep lists of lists are', () => {
    const deep = (levels: number): string =>
      levels === 0 ? 'name' : `books(first: 1000) { nodes { author { ${deep(levels - 1)} } } }`;
    expect(estimate(`{ item { owner { ${deep(8)} } } }`)).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('what an operation has cost', () => {
  it('is counted by what was returned', () => {
    const planned = plan('{ books(first: 50) { total nodes { title author { name } } } }');
    const book = { title: 'A', author: { name: 'B' } };
    expect(estimatedCost(planned, {})).toBe(1 + 1 + 3 + 50 * 2);
    expect(actualCost(planned, { books: { total: 2, nodes: [book, book] } }, {})).toBe(1 + 1 + 3 + 2 * 2);
  });

  it('does not count what is null', () => {
    const planned = plan('{ item { id owner { name } } loose { author { name } } }');
    expect(actualCost(planned, { item: null, loose: [] }, {})).toBe(1);
    expect(actualCost(planned, { item: { id: '1', owner: null }, loose: [] }, {})).toBe(2);
  });

  it('counts objects by their kind, under the names that the client gave them', () => {
    const planned = plan(
      '{ all: shelf { ... on Book { by: author { name } } ... on Film { scan { url } } } }',
    );
    expect(
      actualCost(planned, { all: [{ by: { name: 'A' } }, { scan: { url: 'u' } }, { scan: null }] }, {}),
    ).toBe(1 + 3 + 1 + 7);
  });

  it('counts a field once that comes in fragments on several types, or on an interface and a type', () => {
    const owned = { item: { id: '1', owner: { name: 'A' } } };
    for (const query of [
      '{ item { id ... on Book { owner { name } } ... on Film { owner { name } } } }',
      '{ item { id ... on Item { owner { name } } ... on Film { owner { name } } } }',
      '{ item { id owner { name } ... on Book { owner { name } } } }',
    ]) {
      const planned = plan(query);
      expect([query, actualCost(planned, owned, {})]).toEqual([query, 3]);
      expect([query, estimatedCost(planned, {})]).toEqual([query, 3]);
    }
  });

  it('counts a scalar once, whatever it holds, and each of a list that is there', () => {
    const planned = plan('{ stamp stamps }');
    expect(actualCost(planned, { stamp: [1, 2, 3], stamps: [[1, 2], null, 3] }, {})).toBe(1 + 2 + 2 * 2);
  });

  it('keeps what its arguments cost', () => {
    const planned = plan('query ($text: String) { search(text: $text) { id } }');
    expect(actualCost(planned, { search: [] }, { text: 'x' })).toBe(1 + 1 + 4);
    expect(actualCost(planned, null, { text: 'x' })).toBe(1 + 1 + 4);
  });

  it('keeps the weight of a mutation that was tried and failed', () => {
    const planned = plan('mutation { lend(book: 1) { title } }');
    expect(actualCost(planned, { lend: { title: 'A' } }, {})).toBe(12);
    expect(actualCost(planned, null, {})).toBe(11);
    expect(actualCost(planned, undefined, {})).toBe(11);
    const either = plan(
      'mutation ($b: Boolean!) { lend(book: 1) { title } b: lend(book: 2) @include(if: $b) { title } }',
    );
    expect(actualCost(either, null, { b: false })).toBe(11);
    expect(actualCost(either, null, { b: true })).toBe(21);
  });
});

const heldGraphs = Object.entries(madeUpGraphs).filter(([name]) => !name.startsWith('interface objects'));

describe('made-up operations cost what a plain walk says, and no more than what they could', () => {
  it.each(heldGraphs)('over %s', async (_, sdls) => {
    for await (const { query, variables, plain, hub, dearest } of madeUpCosts(sdls, 4)) {
      expect({ query, variables, ...hub }).toEqual({ query, variables, ...plain });
      expect(dearest).toBeLessThanOrEqual(plain.estimated);
    }
  });
});
