import type { PlanNode } from '@apollo/query-planner';
import { describe, expect, it } from '@jest/globals';
import { type ExecutionResult, GraphQLError, type OperationTypeNode, parse } from 'graphql';
import { anonymous } from '../../../platform/auth/principal.ts';
import type { SubgraphRequest } from '../../../platform/federation/caller.ts';
import { readSupergraph } from '../../supergraph.ts';
import { composed } from '../differential/supergraphs.ts';
import { planOperation } from '../planner.ts';
import { executeCompiled } from './compiled-executor.ts';
import { groupsOf } from './plan-groups.ts';
import { solePlaces } from './sole-places.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';
const supergraph = readSupergraph(
  composed({
    books: `${link}
      type Book @key(fields: "id") { id: ID!, title: String, tag: Int }
      type Query { book: Book, books: [Book], loan: Loan, rows: [[Book]] }
      type Loan { book: Book }`,
    stock: `${link}
      type Book @key(fields: "id") { id: ID! copies(of: Int): Int }`,
    lights: `${link}type Shelf @key(fields: "id") { id: ID! lamp(watt: Int): Int }`,
    prices: `${link}type Book @key(fields: "id") { id: ID! shelf2: Shelf, price: Int } type Shelf @key(fields: "id") { id: ID! }`,
  }),
  { scopesCheckedBySubgraphs: true, reachable: ['books', 'stock', 'lights', 'prices'] },
);

type Answers = Readonly<Record<string, (request: SubgraphRequest) => ExecutionResult>>;

async function run(query: string, answers: Answers) {
  const asked: string[] = [];
  const requests: SubgraphRequest[] = [];
  const callers = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      {
        async execute(request: SubgraphRequest) {
          asked.push(name);
          requests.push(request);
          return answer(request);
        },
        subscribe: () => Promise.reject(new Error('not here')),
        close: async () => {},
      },
    ]),
  );
  const planned = planOperation(supergraph, parse(query), null);
  const result = await executeCompiled(
    planned,
    { variables: {}, context: { principal: anonymous, requestId: 'test' } },
    callers,
  );
  return { result: JSON.parse(JSON.stringify(result)) as ExecutionResult, asked, requests };
}

const book = (id: string) => ({ __typename: 'Book', id });

/** Answers each representation of each field, as the variables have them. */
function entities(
  { variables = {} }: SubgraphRequest,
  answer: (representation: Record<string, unknown>) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, given]) => [
      name === 'representations' ? '_entities' : name.replace('representations', ''),
      (given as Record<string, unknown>[]).map(answer),
    ]),
  );
}

describe('entities at several places of an answer', () => {
  const books = () => ({ data: { book: book('1'), books: [book('2'), book('1')] } });

  it('are asked for in one request of their subgraph, each once', async () => {
    const { result, asked, requests } = await run('{ book { copies } books { copies } }', {
      books,
      stock: (request) => ({ data: entities(request, ({ id }) => ({ copies: Number(id) })) }),
    });
    expect(result).toEqual({ data: { book: { copies: 1 }, books: [{ copies: 2 }, { copies: 1 }] } });
    expect(asked).toEqual(['books', 'stock']);
    expect(requests[1]?.variables).toEqual({ representations: [book('1'), book('2')] });
  });

  it('are asked for in one request where other fields are wanted at each, and an error stands at its place', async () => {
    const { result, asked } = await run('{ book { copies } books { few: copies(of: 1) } }', {
      books,
      stock: (request) => ({
        data: entities(request, ({ id }) => (id === '2' ? { few: null } : { copies: 7, few: 1 })),
        errors: [new GraphQLError('lost', { path: ['_1', 0, 'few'] })],
      }),
    });
    expect(result.data).toEqual({ book: { copies: 7 }, books: [{ few: null }, { few: 1 }] });
    expect(result.errors).toMatchObject([{ message: 'lost', path: ['books', 0, 'few'] }]);
    expect(asked).toEqual(['books', 'stock']);
  });

  it('do not share what is within them, since other things may be wanted there', async () => {
    const { result } = await run(
      '{ book { shelf2 { lamp(watt: 1) } } loan { book { shelf2 { lamp(watt: 2) } } } }',
      {
        books: () => ({ data: { book: book('1'), loan: { book: book('1') } } }),
        prices: (request) => ({
          data: entities(request, () => ({ shelf2: { __typename: 'Shelf', id: 's' } })),
        }),
        lights: (request) => {
          const [first = '', second] = [...request.query.matchAll(/watt: ?(\d)/g)].map(([, watt]) => watt);
          const data = entities(request, () => ({ lamp: Number(first) }));
          if (second) data._1 = [{ lamp: Number(second) }];
          return { data };
        },
      },
    );
    expect(result).toEqual({
      data: { book: { shelf2: { lamp: 1 } }, loan: { book: { shelf2: { lamp: 2 } } } },
    });
  });

  it('are asked for one by one when the subgraph refuses them together', async () => {
    const { result, asked } = await run('{ book { copies } books { few: copies(of: 1) } }', {
      books,
      stock: (request) => {
        if (!request.variables?.representations) return { errors: [new GraphQLError('too many fields')] };
        return { data: entities(request, () => ({ copies: 7, few: 1 })) };
      },
    });
    expect(result).toEqual({ data: { book: { copies: 7 }, books: [{ few: 1 }, { few: 1 }] } });
    expect(asked).toEqual(['books', 'stock', 'stock', 'stock']);
  });

  it('are each missed when the subgraph cannot be reached', async () => {
    const { result } = await run('{ book { copies } books { copies } }', {
      books,
      stock: () => {
        throw new Error('away');
      },
    });
    expect(result.data).toEqual({ book: { copies: null }, books: [{ copies: null }, { copies: null }] });
    expect(result.errors).toHaveLength(2);
  });

  it('are asked for as soon as they can be, also where something else of the same objects has to wait', () => {
    const fetch = (serviceName: string, path: string[], operation: string): PlanNode => ({
      kind: 'Flatten',
      path,
      node: {
        kind: 'Fetch',
        serviceName,
        operation,
        operationKind: 'query' as OperationTypeNode,
        operationDocumentNode: undefined,
        operationName: undefined,
        variableUsages: [],
        requires: [],
      },
    });
    const estimated = [fetch('products', ['a'], '{ weight }'), fetch('stock', ['a'], '{ postage }')];
    const nodes: PlanNode[] = [
      { kind: 'Sequence', nodes: estimated },
      fetch('stock', ['a'], '{ copies }'),
      fetch('products', ['b'], '{ name }'),
    ];
    const groups = groupsOf({ kind: 'Parallel', nodes }) ?? [];
    const operations = groups.map(({ units }) => units.map(({ entities }) => entities?.fetch.operation));
    expect(operations).toEqual([['{ weight }', '{ name }'], ['{ copies }'], ['{ postage }']]);
    expect(groups.map(({ after }) => after)).toEqual([[], [], [0]]);
  });
});

describe('objects of which one fetch says all', () => {
  const copies = (request: SubgraphRequest) => ({
    data: entities(request, ({ id }) => ({ copies: Number(id) })),
  });

  it('are not taken for each other where anything that is said of them differs', async () => {
    const titles: unknown[] = ['One', 'Uno', 'One', null, undefined, 1, '1', ['One'], ['One']];
    const { result, requests } = await run('{ books { title copies } }', {
      books: () => ({ data: { books: titles.map((title) => ({ ...book('1'), title })) } }),
      stock: copies,
    });
    expect(requests[1]?.variables).toEqual({ representations: [book('1')] });
    const valid = (title: unknown) => (typeof title === 'string' ? title : null);
    expect(result.data).toEqual({ books: titles.map((title) => ({ title: valid(title), copies: 1 })) });
  });

  it('nor where a subgraph tells more of one than it was asked for', async () => {
    const { result } = await run('{ books { tag: copies title } }', {
      books: () => ({
        data: { books: [book('1'), { ...book('1'), title: 'One', tag: 5 }, { ...book('1'), title: 'One' }] },
      }),
      stock: (request) => ({ data: entities(request, () => ({})) }),
    });
    const [one, none] = ['One', null].map((title) => ({ tag: null, title }));
    expect(result.data).toEqual({ books: [none, { ...one, tag: 5 }, one] });
  });

  it('stand where they stood, in lists of lists and beside nulls too, and each error with all of them', async () => {
    const { result } = await run('{ rows { copies } }', {
      books: () => ({ data: { rows: [[book('1'), null, book('2')], null, [], [book('2'), book('1')]] } }),
      stock: (request) => ({
        data: entities(request, ({ id }) => (id === '1' ? { copies: 1 } : null)),
        errors: [new GraphQLError('lost', { path: ['_entities', 1, 'copies'] })],
      }),
    });
    const [one, lost] = [1, null].map((of) => ({ copies: of }));
    expect(result.data).toEqual({ rows: [[one, null, lost], null, [], [lost, one]] });
    expect(result.errors?.map(({ path }) => path)).toEqual([
      ['rows', 0, 2, 'copies'],
      ['rows', 3, 0, 'copies'],
    ]);
  });

  const fetch = (at: string[], operation: string, more: object = {}): PlanNode => {
    const node = {
      kind: 'Fetch' as const,
      serviceName: 'any',
      operation,
      operationKind: 'query' as OperationTypeNode,
      operationName: undefined,
      ...(at.length > 0 ? { requires: [] } : {}),
      ...more,
    };
    return at.length > 0 ? { kind: 'Flatten', path: at, node } : node;
  };
  const placesOf = (...nodes: PlanNode[]) => [...solePlaces({ kind: 'Sequence', nodes })];
  const asking = (...at: string[]) => fetch(at, '{ _entities { ... on T { more } } }');

  it('are those at whose place, and at all places around it, no other fetch puts anything', () => {
    const root = fetch([], '{ list { a { ...F } } } fragment F on A { x ... on B { y z: x } }');
    expect(placesOf(root, asking('list', '@', 'a'))).toEqual([['list.a', { leaves: ['x', 'y', 'z'] }]]);
    expect(placesOf(root, asking('list', '@'))).toEqual([['list', { leaves: null }]]);
    const others = ['{ list { a { w } } }', '{ list { other } }', '{ list: a { w } }'];
    for (const other of others) {
      expect(placesOf(root, fetch([], other), asking('list', '@', 'a'))).toEqual([]);
    }
    expect(placesOf(root, fetch(['list', '@'], '{ _entities { a { w } } }'), asking('list', 'a'))).toEqual([
      ['list', { leaves: null }],
    ]);
    const elsewhere = [fetch([], '{ a { list { w } } }'), asking('list', '@', 'a', 'x')];
    expect(placesOf(root, ...elsewhere, asking('list', '@', 'a'))).toEqual([
      ['list.a', { leaves: ['x', 'y', 'z'] }],
    ]);
  });

  it('are none where names are not what they seem', () => {
    const root = fetch([], '{ list { constructor: a { x } b { __proto__: x } } }');
    expect(placesOf(root, asking('list', '@', 'constructor'), asking('list', '@', 'b'))).toEqual([
      ['list.b', { leaves: null }],
    ]);
    const outputRewrites = [{ kind: 'KeyRenamer', path: ['list'], renameKeyTo: 'other' }];
    expect(placesOf(fetch([], '{ list { x } }', { outputRewrites }), asking('list', '@'))).toEqual([]);
  });
});
