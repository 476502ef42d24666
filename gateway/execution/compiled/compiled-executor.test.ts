import { describe, expect, it } from '@jest/globals';
import { type ExecutionResult, parse } from 'graphql';
import { anonymous } from '../../../platform/auth/principal.ts';
import type { SubgraphRequest } from '../../../platform/federation/caller.ts';
import { readSupergraph } from '../../supergraph.ts';
import { composed, type Sdls } from '../differential/supergraphs.ts';
import type { Callers } from '../executor.ts';
import { planOperation } from '../planner.ts';
import { compiledExecutor, executeCompiled } from './compiled-executor.ts';
import { jsonString } from './json-string.ts';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@interfaceObject"])\n';

const library: Sdls = {
  books: `${link}
    interface Work { id: ID! title: String! sequel: Work }
    type Book implements Work @key(fields: "id") { id: ID! title: String! sequel: Book, pages: Int, next: Book }
    type Film implements Work @key(fields: "id") { id: ID! title: String! sequel: Film }
    type Query { book: Book, kept: Work, works: [Work!]!, books: [Book] }`,
  stock: `${link}type Book @key(fields: "id") { id: ID! copies: Int! shelf: Shelf } type Shelf { name: String! }`,
};

/** Whose books say more of their parts than their interface: that there always is one. */
const parts: Sdls = {
  books: `${link}
    interface Work { id: ID! part: Work }
    type Book implements Work @key(fields: "id") { id: ID! part: Book! }
    type Query { kept: Work }`,
  stock: `${link}type Book @key(fields: "id") { id: ID! copies: Int! }`,
};

const shop: Sdls = {
  items: `${link}
    interface Item @key(fields: "id") { id: ID! name: String! }
    type Ring implements Item @key(fields: "id") { id: ID! name: String! carat: Int! }
    type Query { ring: Ring, item: Item }`,
  prices: `${link}type Item @key(fields: "id") @interfaceObject { id: ID! price: Int! }`,
};

const parcels: Sdls = {
  goods: `${link}
    type Good @key(fields: "id") { id: ID! weight: Int! size: Size } type Size { width: Int! height: Int! }
    type Query { good: Good }`,
  post: `${link.replace('"@key"', '"@key", "@requires", "@external"')}
    type Good @key(fields: "id") {
      id: ID! weight: Int! @external size: Size @external days: Int!
      price: Int! @requires(fields: "weight size { width }") girth: Int! @requires(fields: "size { width height }")
    }
    type Size { width: Int! @external height: Int! @external }`,
};

type Answers = Readonly<Record<string, (request: SubgraphRequest) => ExecutionResult>>;

function supergraphOf(sdls: Sdls) {
  return readSupergraph(composed(sdls), { scopesCheckedBySubgraphs: true, reachable: Object.keys(sdls) });
}

/** Subgraphs that answer as told; `asked` takes the representations of each request. */
function callersOf(sdls: Sdls, answers: Answers, asked: unknown[] = []): Callers {
  return Object.fromEntries(
    Object.keys(sdls).map((name) => [
      name,
      {
        async execute(request) {
          if (request.variables?.representations) asked.push(request.variables.representations);
          return answers[name]?.(request) ?? { data: null };
        },
        subscribe: () => Promise.reject(new Error('not here')),
        close: async () => {},
      },
    ]),
  );
}

/** Runs an operation over subgraphs that answer as told; `asked` are the representations of each request. */
async function run(sdls: Sdls, query: string, answers: Answers, variables = {}, name: string | null = null) {
  const planned = planOperation(supergraphOf(sdls), parse(query), name);
  const asked: unknown[] = [];
  const callers = callersOf(sdls, answers, asked);
  const context = { principal: anonymous, requestId: 'test' };
  return { asked, ...(await executeCompiled(planned, { variables, context }, callers)) };
}

/** With all types of the subgraph as others may have them too. */
const shareable = (sdl: string) =>
  sdl.replace('"@interfaceObject"', '"@shareable"').replace(/type (Paper|Disc)/g, 'type $1 @shareable');

/** What the planner calls the field in a fetch, where it does not call it by its name. */
const aliasOf = (name: string, query: string) =>
  query.match(new RegExp(`(\\w+)\\s*:\\s*${name}\\b`))?.[1] ?? name;

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('the compiled executor', () => {
  it('gives what fragments within a fragment on an interface ask of an object whose type is known', async () => {
    const query = '{ book { ... on Work { title __typename ... on Book { pages } } } }';
    const { data } = await run(library, query, {
      books: () => ({ data: { book: { title: 'Max Havelaar', pages: 320 } } }),
    });
    expect(plain(data)).toEqual({ book: { title: 'Max Havelaar', __typename: 'Book', pages: 320 } });
  });

  it('keeps the type of an object that another subgraph calls by its interface only', async () => {
    const { data } = await run(shop, '{ item { ... on Ring { price __typename carat } } }', {
      items: () => ({ data: { item: { __typename: 'Ring', id: '1', carat: 18 } } }),
      prices: () => ({ data: { _entities: [{ __typename: 'Item', price: 5 }] } }),
    });
    expect(plain(data)).toEqual({ item: { price: 5, __typename: 'Ring', carat: 18 } });
  });

  it('gives what an interface and a type ask of one field that the planner has under two names', async () => {
    const query = '{ kept { part { id } ... on Book { part { part { id } } } } }';
    const { data } = await run(parts, query, {
      books: ({ query: asked }) => {
        const alias = aliasOf('part', asked);
        expect(alias).not.toBe('part');
        const named = { part: { __typename: 'Book', id: '2' } };
        const within = { __typename: 'Book', part: { __typename: 'Book', id: '3' } };
        return { data: { kept: { __typename: 'Book', ...named, [alias]: within } } };
      },
    });
    expect(plain(data)).toEqual({ kept: { part: { id: '2', part: { id: '3' } } } });
  });

  it('asks for what needs nothing more where a field that requires it is left out', async () => {
    const query =
      'query ($p: Boolean!, $g: Boolean!) { good { ...of days } } fragment of on Good { price @include(if: $p) girth @skip(if: $g) }';
    const good = { __typename: 'Good', id: '1' };
    const answers = (size: object) => ({
      goods: () => ({ data: { good: { ...good, ...size } } }),
      post: () => ({ data: { _entities: [{ __typename: 'Good', days: 2, price: 5, girth: 9 }] } }),
    });
    const neither = await run(parcels, query, answers({}), { p: false, g: true });
    expect(plain(neither.data)).toEqual({ good: { days: 2 } });
    expect(neither.asked).toEqual([[good]]);
    const size = { size: { width: 1, height: 2 } };
    const girth = await run(parcels, query, answers(size), { p: false, g: false });
    expect(plain(girth.data)).toEqual({ good: { girth: 9, days: 2 } });
    expect(girth.asked).toEqual([[{ ...good, ...size }]]);
    const price = await run(parcels, query, answers({ weight: 3, size: { width: 1 } }), { p: true, g: true });
    expect(plain(price.data)).toEqual({ good: { price: 5, days: 2 } });
    expect(price.asked).toEqual([[{ ...good, weight: 3, size: { width: 1 } }]]);
  });

  it('gives what the type of the object says of a field that an interface says less of', async () => {
    const query =
      '{ kept { sequel { __typename ... on Book { id } } ... on Book { sequel { id pages sequel { pages } } } } }';
    const { data } = await run(library, query, {
      books: () => ({
        data: {
          kept: {
            __typename: 'Book',
            sequel: { __typename: 'Book', id: '2', pages: 320, sequel: { __typename: 'Book', pages: 80 } },
          },
        },
      }),
    });
    const sequel = { __typename: 'Book', id: '2', pages: 320, sequel: { pages: 80 } };
    expect(plain(data)).toEqual({ kept: { sequel } });
  });

  it('gives what fragments ask of an object within that only the type of the outer one makes known', async () => {
    const query =
      '{ book { ... on Work { sequel { title ... on Book { pages } ... on Work { sequel { ... on Book { id } } } } } } }';
    const planned = planOperation(supergraphOf(library), parse(query), null);
    const book = { sequel: { title: 'Max Havelaar', pages: 320, sequel: { id: '3' } } };
    const callers = callersOf(library, { books: () => ({ data: { book } }) });
    const request = { variables: {}, context: { principal: anonymous, requestId: 'test' } };
    const { data } = await executeCompiled(planned, request, callers);
    const written = await compiledExecutor(1).written?.(planned, request, callers);
    expect(plain(data)).toEqual({ book });
    expect(written).toMatchObject({ json: JSON.stringify({ book }) });
  });

  it('gives what is false, zero or empty also where fields of two types need a name of their own each', async () => {
    const sdl = `${link} union Found = Paper | Disc
      type Query { found: [Found] }
      type Paper { good: Boolean!, size: Int!, of: String! }
      type Disc { good: Boolean, size: Int, of: String }`;
    // Clients see both as nullable.
    const other = `${link} type Query { paper: Paper } type Paper { good: Boolean, size: Int, of: String }`;
    const shared = { one: shareable(sdl), other: shareable(other) };
    const values = [
      { good: false, size: 0, of: '' },
      { good: true, size: 1, of: 'tin' },
      { good: null, size: null, of: null },
    ];
    const fields = '{ good size of }';
    const { data } = await run(shared, `{ found { ... on Paper ${fields} ... on Disc ${fields} } }`, {
      one: ({ query }) => ({
        data: {
          found: values.map((value) => ({
            __typename: 'Disc',
            ...Object.fromEntries(Object.entries(value).map(([name, each]) => [aliasOf(name, query), each])),
          })),
        },
      }),
    });
    expect(plain(data)).toEqual({ found: values });
  });

  it('asks for no variables of another operation in the document', async () => {
    const document =
      'query A { book { ...F } kept { title @skip(if: false) } } query B($x: Boolean!, $y: Boolean!) { book { ...G } } fragment F on Book { id } fragment G on Book { pages @include(if: $x) title @skip(if: $y) ...F }';
    const books = () => ({ data: { book: { id: '1', title: 'T' }, kept: null } });
    const answer = await run(library, document, { books }, {}, 'A');
    expect(plain(answer)).toMatchObject({ data: { book: { id: '1' }, kept: null } });
    expect(answer.errors).toBeUndefined();
    const other = await run(library, document, { books }, { x: false, y: false }, 'B');
    expect(plain(other.data)).toEqual({ book: { title: 'T', id: '1' } });
  });

  it('takes `errors: null` for none, also of a request that several fetches are put together in', async () => {
    const shelf = { name: 'Poems' };
    const answer = await run(library, '{ book { copies next { copies shelf { name } } } }', {
      books: () => ({
        data: { book: { __typename: 'Book', id: '1', next: { __typename: 'Book', id: '2' } } },
      }),
      stock: ({ query }) => ({
        data: Object.fromEntries(
          (query.match(/\w+(?=\s*:\s*_entities)/g) ?? ['_entities']).map((name) => [
            name,
            [{ copies: 1, shelf }],
          ]),
        ),
        errors: null as never,
      }),
    });
    expect(plain(answer)).toEqual({
      asked: expect.anything(),
      data: { book: { copies: 1, next: { copies: 1, shelf } } },
    });
  });

  it.each([
    '{ kept { ... on Book { part { copies } } part { id } } }',
    '{ kept { part { id } ... on Book { part { copies } } } }',
    '{ kept { part { ... on Book { copies } } } }',
  ])(
    'has no null where the object’s type allows none, in whatever order it is asked for: %s',
    async (query) => {
      const part = { __typename: 'Book', id: '2' };
      const { data, errors } = await run(parts, query, {
        books: ({ query: asked }) => ({
          data: {
            kept: { __typename: 'Book', part, [asked.match(/part__alias_0/)?.[0] ?? 'part']: { ...part } },
          },
        }),
        stock: () => ({
          data: { _entities: [null] },
          errors: [{ message: 'burnt', path: ['_entities', 0, 'copies'] }] as never,
        }),
      });
      expect(plain({ data, count: errors?.length })).toEqual({ data: { kept: null }, count: 1 });
    },
  );

  it('lets the name of an interface object not take the place of the object’s own type', async () => {
    const { data } = await run(shop, '{ ring { __typename carat price } }', {
      items: () => ({ data: { ring: { __typename: 'Ring', id: '1', carat: 18 } } }),
      prices: () => ({ data: { _entities: [{ __typename: 'Item', price: 900 }] } }),
    });
    expect(plain(data)).toEqual({ ring: { __typename: 'Ring', carat: 18, price: 900 } });
  });

  it('asks for each entity once, and gives the answer to all who asked', async () => {
    const { asked, data } = await run(library, '{ books { copies shelf { name } } }', {
      books: () => ({
        data: { books: ['1', '2', '1', null].map((id) => id && { __typename: 'Book', id }) },
      }),
      stock: ({ variables }) => ({
        data: {
          _entities: ((variables?.representations ?? []) as { id: string }[]).map(({ id }) => ({
            copies: Number(id),
            shelf: { name: `Shelf ${id}` },
          })),
        },
      }),
    });
    expect(asked).toEqual([
      [
        { __typename: 'Book', id: '1' },
        { __typename: 'Book', id: '2' },
      ],
    ]);
    const [one, two] = [1, 2].map((id) => ({ copies: id, shelf: { name: `Shelf ${id}` } }));
    expect(plain(data)).toEqual({ books: [one, two, one, null] });
  });

  it('tells of an entity that failed at each place where it stands, past others that were not asked for', async () => {
    const { errors, data } = await run(library, '{ works { title ... on Book { copies } } }', {
      books: () => ({
        data: {
          works: [
            { __typename: 'Film', title: 'Film' },
            { __typename: 'Book', id: '1', title: 'One' },
            { __typename: 'Book', id: '1', title: 'One' },
          ],
        },
      }),
      stock: () => ({
        data: { _entities: [null] },
        errors: [
          { message: 'burnt', path: ['_entities', 0, 'copies'], extensions: { code: 'NOT_FOUND' } },
        ] as never,
      }),
    });
    expect(errors?.map(({ message, path, extensions }) => [message, path, extensions.code])).toEqual([
      ['burnt', ['works', 1, 'copies'], 'NOT_FOUND'],
      ['burnt', ['works', 2, 'copies'], 'NOT_FOUND'],
    ]);
    expect(data).toBeNull();
  });

  it('keeps apart what only looks alike: keys are compared with their types and lengths', async () => {
    const ids = ['1', '1,2', '1:2', '12', '1,', ',1'];
    const { asked } = await run(library, '{ books { copies } }', {
      books: () => ({ data: { books: ids.map((id) => ({ __typename: 'Book', id })) } }),
      stock: () => ({ data: { _entities: ids.map(() => ({ copies: 1 })) } }),
    });
    expect(asked).toEqual([ids.map((id) => ({ __typename: 'Book', id }))]);
  });

  it('takes aliases that every object seems to have for what they are', async () => {
    const { data } = await run(library, '{ book { __proto__: title constructor: pages toString: id } }', {
      books: () => JSON.parse('{"data":{"book":{"__proto__":"T","constructor":1,"toString":"7"}}}'),
    });
    expect(JSON.stringify(data)).toBe('{"book":{"__proto__":"T","constructor":1,"toString":"7"}}');
    expect(({} as Record<string, unknown>).title).toBeUndefined();
    const missing = await run(library, '{ book { constructor: pages } }', {
      books: () => ({ data: { book: {} } }),
    });
    expect(plain(missing.data)).toEqual({ book: { constructor: null } });
  });

  it('answers the introspection of fields that are asked for twice with all that was asked', async () => {
    const query = '{ __type(name: "Book") { name } __type(name: "Book") { kind } book { title } }';
    const { data } = await run(library, query, { books: () => ({ data: { book: null } }) });
    expect(plain(data)).toEqual({ __type: { name: 'Book', kind: 'OBJECT' }, book: null });
  });
});

describe('what is written as JSON', () => {
  it.each([
    '',
    'plain, and long enough to be looked through by a regular expression, letter by letter',
    'a "quote" and a \\ and a \u0001 and a \u007f and a \u2028, long enough for a regular expression',
    '\n\t\u001f',
    'ünïcödé 漢字 😀',
    '\ud800 alone',
    'alone \udc00',
    '\u2028\u2029',
  ])('is what JSON.stringify makes of a text: %j', (text) => {
    expect(jsonString(text)).toBe(JSON.stringify(text));
  });

  it('is from the third time on written without objects, to the same letter', async () => {
    const query =
      '{ __typename works { t: title __typename ... on Book { pages } } book { __proto__: title toString: id } }';
    const planned = planOperation(supergraphOf(library), parse(query), null);
    const data = JSON.stringify({
      works: [
        { __typename: 'Book', t: 'One "quoted"', title: 'not asked for', pages: null },
        { __typename: 'Film', t: 'Two\n' },
      ],
      book: 'book',
    }).replace('"book"}', '{"__proto__":"T","toString":7}}');
    const context = { principal: anonymous, requestId: 'test' };
    const callers = callersOf(library, { books: () => ({ data: JSON.parse(data) }) });
    const results = [];
    for (let time = 1; time <= 4; time += 1) {
      results.push(await executeCompiled.written?.(planned, { variables: {}, context }, callers));
    }
    const [first, , third, fourth] = results;
    const json =
      '{"__typename":"Query","works":[{"t":"One \\"quoted\\"","__typename":"Book","pages":null},{"t":"Two\\n","__typename":"Film"}],"book":{"__proto__":"T","toString":7}}';
    expect(first).toEqual({ data: JSON.parse(json) });
    expect([third, fourth]).toEqual([
      { json, points: 3 },
      { json, points: 3 },
    ]);
  });
});
