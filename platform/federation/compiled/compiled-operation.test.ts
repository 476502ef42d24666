import { setImmediate } from 'node:timers/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, type ExecutionResult, parse } from 'graphql';
import { compileOperation } from './compiled-operation.ts';
import { differential } from './fixtures/differential.ts';

// A sample; compiled-operation.test-long.ts runs thousands.
await differential(3);

/** Runs `query` over resolvers that are properties of the root. */
function run(sdl: string, query: string, root: object): ExecutionResult | Promise<ExecutionResult> {
  const operation = compileOperation(buildSchema(sdl), parse(query), undefined);
  return operation({ root, context: {} });
}

describe('a compiled operation', () => {
  it('answers at once what needs no waiting for', () => {
    const rooms = [{ name: 'one' }, { name: 'two' }];
    expect(
      run('type Query { rooms: [Room!]! } type Room { name: String! }', '{ rooms { name } }', { rooms }),
    ).toEqual({
      data: { rooms },
    });
  });

  it('hands over objects that nobody else has, JSON of a resolver’s too', () => {
    const settings = { colours: [{ of: 'walls' }] };
    const { data } = run('scalar Json type Query { settings: Json }', '{ settings }', {
      settings,
    }) as ExecutionResult;
    expect(data).toEqual({ settings });
    const [wall] = (data as { settings: typeof settings }).settings.colours;
    (wall as { of: string }).of = 'doors';
    expect(settings).toEqual({ colours: [{ of: 'walls' }] });
  });

  it('answers once all that it has begun is done, also where something of it has failed', async () => {
    let done = false;
    const result = await run('type Query { slow: Int, fails: Int! }', '{ slow fails }', {
      slow: async () => {
        for (let round = 0; round < 5; round += 1) await setImmediate();
        done = true;
        return 1;
      },
      fails: () => {
        throw new Error('no');
      },
    });
    expect(done).toBe(true);
    expect(result).toMatchObject({ data: null, errors: [{ message: 'no', path: ['fails'] }] });
  });

  it('lets no rejection escape where an element of a list fails before another', async () => {
    const later = async () => {
      await setImmediate();
      throw new Error('later');
    };
    const list = () => [later(), new Error('now'), later()];
    const result = await run('type Query { list: [Int!] }', '{ list }', { list });
    // Jest makes a failure of any that does.
    for (let round = 0; round < 5; round += 1) await setImmediate();
    expect(result).toMatchObject({ data: { list: null }, errors: [{ message: 'now', path: ['list', 1] }] });
  });

  it('lets no rejection escape from lists within a list of which one fails at once', async () => {
    const fail = async () => {
      await setImmediate();
      throw new Error('later');
    };
    const later = async (value: unknown) => value;
    const list = () => [new Error('now'), [[fail()]], new Set([[fail()].values()]), later([[fail()]])];
    const result = await run('type Query { list: [[[Int!]!]!] }', '{ list }', { list });
    for (let round = 0; round < 5; round += 1) await setImmediate();
    expect(result).toMatchObject({ data: { list: null }, errors: [{ message: 'now', path: ['list', 0] }] });
  });

  it('lets no rejection escape where one reference is refused and another would fail later', async () => {
    const typeDefs = parse(
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type Query { none: Int } type Room @key(fields: "id") { id: ID! }',
    );
    const find = async () => {
      await setImmediate();
      throw new Error('later');
    };
    const resolveReference = ({ id }: { id: string }) => {
      if (id === 'refused') throw new Error('now');
      return find();
    };
    const schema = buildSubgraphSchema([
      { typeDefs, resolvers: { Room: { __resolveReference: resolveReference } as never } },
    ]);
    const query = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Room { id } } }';
    const of = ['found', 'refused'].map((id) => ({ __typename: 'Room', id }));
    const result = await compileOperation(
      schema,
      parse(query),
      undefined,
    )({ context: {}, variables: { of } });
    for (let round = 0; round < 5; round += 1) await setImmediate();
    expect(result).toMatchObject({ data: null, errors: [{ message: 'now', path: ['_entities'] }] });
  });

  it('tells one error for what is null, however much fails within', async () => {
    const fails = (rounds: number) => async () => {
      for (let round = 0; round < rounds; round += 1) await setImmediate();
      throw new Error(`after ${rounds}`);
    };
    const sdl = 'type Query { room: Room } type Room { door: Int! window: Int wall: Int! }';
    const room = { door: fails(2), window: fails(3), wall: fails(1) };
    const result = await run(sdl, '{ room { door window wall } }', { room });
    expect(result.data).toEqual({ room: null });
    expect(result.errors?.map(({ message, path }) => [message, path])).toEqual([
      ['after 1', ['room', 'wall']],
    ]);
  });

  it('carries out a mutation’s fields one after the other, and none after one without which there is no answer', async () => {
    const told: string[] = [];
    const step = (name: string) => async () => {
      told.push(`${name} begins`);
      await setImmediate();
      if (name === 'third') throw new Error('no');
      told.push(`${name} ends`);
      return 1;
    };
    const fields = ['first', 'second', 'third', 'fourth'];
    const sdl = `type Query { none: Int } type Mutation { ${fields.map((name) => `${name}: Int!`).join(' ')} }`;
    const root = Object.fromEntries(fields.map((name) => [name, step(name)]));
    const result = await run(sdl, `mutation { ${fields.join(' ')} }`, root);
    expect(told).toEqual(['first begins', 'first ends', 'second begins', 'second ends', 'third begins']);
    expect(result).toMatchObject({ data: null, errors: [{ message: 'no', path: ['third'] }] });
  });

  it('gives each variant of its conditions the fields that are asked for', () => {
    const query = 'query ($with: Boolean!) { a b @include(if: $with) c @skip(if: $with) }';
    const operation = compileOperation(
      buildSchema('type Query { a: Int b: Int c: Int }'),
      parse(query),
      undefined,
    );
    const answers = [true, false, true].map((given) =>
      operation({ root: { a: 1, b: 2, c: 3 }, context: {}, variables: { with: given } }),
    );
    expect(answers).toEqual([{ data: { a: 1, b: 2 } }, { data: { a: 1, c: 3 } }, { data: { a: 1, b: 2 } }]);
  });

  it('tells which operation it cannot find', () => {
    const schema = buildSchema('type Query { a: Int }');
    const document = parse('query A { a } query B { a }');
    const of = (name: string | undefined) =>
      (compileOperation(schema, document, name)({ context: {}, root: { a: 1 } }) as ExecutionResult)
        .errors?.[0]?.message;
    expect(of('C')).toBe('Unknown operation named "C".');
    expect(of(undefined)).toBe('Must provide operation name if query contains multiple operations.');
    expect(of('B')).toBeUndefined();
  });
});
