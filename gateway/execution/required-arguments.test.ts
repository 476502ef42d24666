import { buildSubgraphSchema } from '@apollo/subgraph';
import { describe, expect, it } from '@jest/globals';
import { type GraphQLError, graphql, parse } from 'graphql';
import { anonymous } from '../../platform/auth/principal.ts';
import { readSupergraph } from '../supergraph.ts';
import { executeWithApollo } from './apollo-executor.ts';
import { compiledExecutor } from './compiled/compiled-executor.ts';
import { composed } from './differential/supergraphs.ts';
import { type Callers, isWritten, type PlanExecutor } from './executor.ts';
import { planOperation } from './planner.ts';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])\n';

const sdls = {
  content: `${link}
    type Query { posts: [Post!]! }
    type Post @key(fields: "id") { id: ID!, title: String!, comments(limit: Int!): [Comment!] }
    type Comment { id: ID!, writer: String! }`,
  people: `${link}
    type Post @key(fields: "id") {
      id: ID!
      comments(limit: Int!): [Comment!] @external
      thirdWriter: String @requires(fields: "comments(limit: 3) { writer }")
      onlyWriter(greeting: String): String @requires(fields: "comments(limit: 1) { writer } title")
      title: String! @external
    }
    type Comment { writer: String! @external }`,
};

const comments = ['Ani', 'Budi', 'Citra', 'Dewi'].map((writer, index) => ({ id: `${index + 1}`, writer }));
const resolvers = {
  content: {
    Query: { posts: () => [{ id: '1', title: 'Welding' }] },
    Post: {
      comments(_: unknown, { limit }: { limit: number }) {
        if (limit < 0) throw new Error('limit must not be negative.');
        return comments.slice(0, limit);
      },
    },
  },
  people: {
    Post: {
      thirdWriter: (post: { comments?: { writer: string }[] }) => post.comments?.[2]?.writer,
      onlyWriter(
        post: { comments?: { writer: string }[]; title: string },
        { greeting }: { greeting?: string },
      ) {
        const [first, ...others] = post.comments ?? [];
        return others.length === 0 ? [greeting, first?.writer, post.title].join(' ') : null;
      },
    },
  },
};

/** Subgraphs that check what they are sent as those of others do. */
const callers: Callers = Object.fromEntries(
  (['content', 'people'] as const).map((name) => {
    const schema = buildSubgraphSchema([{ typeDefs: parse(sdls[name]), resolvers: resolvers[name] }]);
    return [
      name,
      {
        execute: async ({ query, variables }) =>
          JSON.parse(
            JSON.stringify(await graphql({ schema, source: query, variableValues: variables ?? null })),
          ),
        subscribe: () => Promise.reject(new Error('not here')),
        close: async () => {},
      },
    ];
  }),
);

const compiled = compiledExecutor(1);
const executors: Record<string, PlanExecutor> = {
  'the compiled executor': compiled,
  'the compiled executor as JSON': async (...run) => {
    const result = (await compiled.written?.(...run)) ?? {};
    return isWritten(result) ? { data: JSON.parse(result.json), errors: result.errors } : result;
  },
  'the stock executor': executeWithApollo,
};

describe.each(Object.entries(executors))(
  'a field that @requires reads with other arguments, by %s',
  (_, execute) => {
    const supergraph = readSupergraph(composed(sdls), {
      scopesCheckedBySubgraphs: true,
      reachable: Object.keys(sdls),
    });
    const answer = async (query: string, variables = {}) => {
      const planned = planOperation(supergraph, parse(query), null);
      const context = { principal: anonymous, requestId: 'test' };
      const { data, errors } = await execute(planned, { variables, context }, callers);
      return {
        data: JSON.parse(JSON.stringify(data)),
        errors: errors as readonly GraphQLError[] | undefined,
      };
    };

    it.each([
      ['{ posts { thirdWriter comments(limit: 1) { id } } }', { comments: [{ id: '1' }] }],
      [
        '{ posts { comments(limit: 4) { writer } thirdWriter } }',
        { comments: comments.map(({ writer }) => ({ writer })) },
      ],
      [
        'query ($n: Int = 1) { posts { thirdWriter ...A ...B } } fragment A on Post { comments(limit: $n) { id } } fragment B on Post { comments(limit: $n) { writer } }',
        { comments: [comments[0]] },
      ],
      [
        '{ posts { thirdWriter comments: title asked_comments: comments(limit: 1) { __typename } } }',
        { comments: 'Welding', asked_comments: [{ __typename: 'Comment' }] },
      ],
      ['{ posts { thirdWriter comments: __typename } }', { comments: 'Post' }],
      [
        '{ posts { thirdWriter one: comments(limit: 1) { id } comments(limit: 0) { id } } }',
        { one: [{ id: '1' }], comments: [] },
      ],
    ])('is what the client asked for: %s', async (query, expected) => {
      expect(await answer(query)).toEqual({
        data: { posts: [{ thirdWriter: 'Citra', ...expected }] },
        errors: undefined,
      });
    });

    it('is sent to its subgraph with each of two values that other fields there require of it', async () => {
      const query =
        'query ($hello: String) { posts { thirdWriter id onlyWriter(greeting: $hello) comments(limit: 2) { id } } }';
      expect(await answer(query, { hello: 'Dear' })).toEqual({
        data: {
          posts: [
            {
              thirdWriter: 'Citra',
              id: '1',
              onlyWriter: 'Dear Ani Welding',
              comments: [{ id: '1' }, { id: '2' }],
            },
          ],
        },
        errors: undefined,
      });
    });

    it('has its errors where the client has the field', async () => {
      const { data, errors } = await answer(
        'query ($n: Int!) { posts { thirdWriter comments(limit: $n) { id } } }',
        { n: -1 },
      );
      expect(data).toEqual({ posts: [{ thirdWriter: 'Citra', comments: null }] });
      expect(errors?.map(({ message, path }) => ({ message, path }))).toEqual([
        { message: 'limit must not be negative.', path: ['posts', 0, 'comments'] },
      ]);
    });
  },
);
