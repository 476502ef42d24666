import { afterEach, describe, expect, it } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { HubError } from '../errors.ts';
import type { CallContext, SubgraphRequest } from './caller.ts';
import { by, ServedSubgraphs } from './fixtures/served-subgraph.ts';

const entityQuery =
  'query Names($representations: [_Any!]!) { _entities(representations: $representations) { ... on Thing { name } } }';
const thing = (id: string) => ({ __typename: 'Thing', id });
const things = (...ids: string[]) => ({
  query: entityQuery,
  variables: { representations: ids.map(thing) },
});

/** Answers each entity with its own id as its name. */
const nameEach = ({ variables }: SubgraphRequest): ExecutionResult => ({
  data: {
    _entities: ((variables?.representations ?? []) as { id: string }[]).map(({ id }) => ({
      name: id,
      tags: [id],
    })),
  },
});

describe('reads of entities that are asked for at once', () => {
  const subgraphs = new ServedSubgraphs();
  afterEach(() => subgraphs.close());

  it('are one for each caller, and each entity is asked for once', async () => {
    const { caller, asked, paths } = await subgraphs.serve(nameEach);
    const [first, second, other] = await Promise.all([
      caller.execute(things('1', '2'), by('anna')),
      caller.execute(things('2', '3', '2'), by('anna')),
      caller.execute(things('2'), by('budi')),
    ]);
    const named = (...ids: string[]) => ({
      data: { _entities: ids.map((id) => ({ name: id, tags: [id] })) },
    });
    expect([first, second, other]).toEqual([named('1', '2'), named('2', '3', '2'), named('2')]);
    expect(paths).toEqual(['/graphql/batch']);
    expect(asked.map(({ request }) => request.variables?.representations)).toEqual([
      ['1', '2', '3'].map(thing),
      [thing('2')],
    ]);
    const [, shared] = (first?.data?._entities ?? []) as { tags: string[] }[];
    shared?.tags.push('changed');
    expect(second).toEqual(named('2', '3', '2'));
  });

  it('with other arguments are kept apart', async () => {
    const { caller, asked } = await subgraphs.serve(nameEach);
    const query = entityQuery.replace('name }', 'name in(unit: $unit) }').replace(')', ', $unit: String)');
    const ask = (unit: string, id: string) =>
      caller.execute({ query, variables: { representations: [thing(id)], unit } }, by('anna'));
    await Promise.all([ask('kg', '1'), ask('lb', '2'), ask('kg', '3')]);
    expect(asked.map(({ request }) => request.variables)).toEqual([
      { representations: [thing('1'), thing('3')], unit: 'kg' },
      { representations: [thing('2')], unit: 'lb' },
    ]);
  });

  it('are told of their own errors alone, at their own places', async () => {
    const error = (position: number) => ({
      message: `no ${position}`,
      path: ['_entities', position, 'name'],
    });
    const { caller } = await subgraphs.serve(() => ({
      data: { _entities: [{ name: '1' }, null, { name: null }] },
      errors: [error(1), error(2)] as never,
    }));
    const [first, second] = await Promise.all([
      caller.execute(things('1', '2'), by('anna')),
      caller.execute(things('3', '2', '3'), by('anna')),
    ]);
    expect(JSON.parse(JSON.stringify([first, second]))).toEqual([
      {
        data: { _entities: [{ name: '1' }, null] },
        errors: [{ message: 'no 1', path: ['_entities', 1, 'name'] }],
      },
      {
        data: { _entities: [{ name: null }, null, { name: null }] },
        errors: [
          { message: 'no 1', path: ['_entities', 1, 'name'] },
          { message: 'no 2', path: ['_entities', 0, 'name'] },
          { message: 'no 2', path: ['_entities', 2, 'name'] },
        ],
      },
    ]);
  });

  it('are all answered by a subgraph that writes null where it has no errors', async () => {
    const { caller, asked } = await subgraphs.serve((request) => ({
      ...nameEach(request),
      errors: null as never,
    }));
    const answers = await Promise.all(['1', '2'].map((id) => caller.execute(things(id), by('anna'))));
    expect(answers).toEqual(['1', '2'].map((id) => ({ data: { _entities: [{ name: id, tags: [id] }] } })));
    expect(asked).toHaveLength(1);
  });

  it('are asked for one by one when one of them spoils the answer to all', async () => {
    const { caller, asked } = await subgraphs.serve((request) =>
      JSON.stringify(request.variables).includes('bad')
        ? { data: null, errors: [{ message: 'no such thing' }] as never }
        : nameEach(request),
    );
    const [bad, good] = await Promise.all([
      caller.execute(things('bad'), by('anna')),
      caller.execute(things('1'), by('anna')),
    ]);
    expect(bad).toEqual({ data: null, errors: [{ message: 'no such thing' }] });
    expect(good).toEqual({ data: { _entities: [{ name: '1', tags: ['1'] }] } });
    expect(asked).toHaveLength(3);
  });

  it('are answered as they would be one by one, whatever is asked at once and by whom', async () => {
    let seed = 20_261_121;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * below);
    };
    /** Of each caller another answer; some things have errors, some spoil the whole, some take a while. */
    const answer = async ({ query, variables }: SubgraphRequest, { principal }: CallContext) => {
      for (let turns = (query.length + principal.id.length) % 4; turns > 0; turns -= 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      const representations = variables?.representations as { id: string }[] | undefined;
      if (!representations) return { data: { mine: [principal.id, variables?.n ?? null] } };
      if (representations.some(({ id }) => id === '9')) throw new HubError('FORBIDDEN');
      const errors = representations.flatMap(({ id }, i) =>
        id === '7' ? [{ message: `${id} of ${principal.id}`, path: ['_entities', i, 'name'] }] : [],
      );
      const data = {
        _entities: representations.map(({ id }) => ({
          name: id === '7' ? null : `${id} of ${principal.id}`,
        })),
      };
      return errors.length > 0 ? { data, errors: errors as never } : { data };
    };
    const { caller, asked, paths } = await subgraphs.serve(answer);
    const { caller: single } = await subgraphs.serve(answer, { batches: false });
    const asking = Array.from({ length: 400 }, () => {
      const ids = Array.from({ length: random(4) }, () => String(random(10)));
      const request = [
        things(...ids),
        { query: '{ mine }' },
        { query: 'query ($n: Int) { mine }', variables: { n: random(3) } },
        { ...things(...ids), query: entityQuery.replace('name', 'name alias: name') },
      ][random(4)] as SubgraphRequest;
      return { request, context: by(`caller ${random(6)}`) };
    });
    const plain = (results: readonly ExecutionResult[]) => JSON.parse(JSON.stringify(results));
    const together = await Promise.all(
      asking.map(({ request, context }) => caller.execute(request, context)),
    );
    const expected: ExecutionResult[] = [];
    for (const { request, context } of asking) expected.push(await single.execute(request, context));
    expect(plain(together)).toEqual(plain(expected));
    expect(asked.length).toBeLessThan(asking.length / 2);
    expect(paths.length).toBeLessThan(asking.length / 10);
  });
});
