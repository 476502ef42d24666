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

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';
const supergraph = readSupergraph(
  composed({
    books: `${link}
      type Book @key(fields: "id") { id: ID! }
      type Query { book: Book, books: [Book], loan: Loan }
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
