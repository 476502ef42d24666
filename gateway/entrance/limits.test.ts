import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningShop, runShop } from '../fixtures/running-shop.ts';
import { answerBy, type Sent, transports } from '../fixtures/transports.ts';

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const chain = (depth: number) =>
  `{ me { ${'reviews { author { '.repeat(depth)} id ${'} }'.repeat(depth)} } }`;
const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });
/** Each fragment spreads the next twice: two to the power of `levels` fields. */
const doubling = (levels: number) =>
  `{ me { ...f0 } } ${times(levels, (n) => `fragment f${n} on User { ${n + 1 < levels ? `...f${n + 1} a: reviews { author { ...f${n + 1} } }` : 'id'} }`)}`;
const known = 'query($upcs: [ID!]!) { known(upcs: $upcs) }';
const upcs = (count: number) => Array.from({ length: count }, (_, n) => `p${n}`);

const refused: [string, Sent, string][] = [
  ['a query of a megabyte', { query: `{ me { name } } # ${'x'.repeat(1_000_000)}` }, 'split it'],
  ['six thousand tokens', { query: `{ me { ${times(6_000, () => 'name')} } }` }, 'split it'],
  ['three thousand fields', { query: `{ me { ${times(3_000, (n) => `a${n}: name`)} } }` }, 'split it'],
  ['a hundred aliases', { query: `{ ${times(100, (n) => `a${n}: me { id }`)} }` }, '50 is allowed'],
  ['a depth of fifty', { query: chain(25) }, '20 is allowed'],
  [
    'a depth of fifty hidden in fragments',
    {
      query: `${chain(5).replace('id', '...f')} fragment f on User { ${'reviews { author { '.repeat(6)} id ${'} } '.repeat(6)} }`,
    },
    '20 is allowed',
  ],
  [
    'aliases multiplied by fragments',
    {
      query: `{ ...a } fragment a on Query { ${times(10, (n) => `x${n}: me { ...b }`)} } fragment b on User { ${times(10, (n) => `y${n}: name`)} }`,
    },
    'split it',
  ],
  ['fields doubled by each of twelve fragments', { query: doubling(12) }, 'split it'],
  [
    'fields doubled by fragments that nothing spreads',
    { query: `{ me { id } } ${doubling(12).slice(17)}` },
    'split it',
  ],
  [
    'forty things at once',
    { query: `{ ${times(40, (n) => `a${n}: me { id }`)} }` },
    'does or reads 40 things at once, and 30 is allowed',
  ],
  [
    'one field asked for a thousand times',
    { query: `{ me { ${times(1_000, () => 'name')} } }` },
    'ask for it once',
  ],
  [
    'one field asked for two thousand times through others',
    { query: `{ me { ${times(20, () => `reviews { author { ${times(20, () => 'reviews { id }')} } }`)} } }` },
    '50 is allowed',
  ],
  [
    'sixty directives',
    { query: `{ me { ${times(60, (n) => `f${n}: name @skip(if: false)`)} } }` },
    'split it',
  ],
  [
    'sixty directives on one field',
    { query: `{ me { name ${times(60, () => '@skip(if: false)')} } }` },
    'directives at one place',
  ],
  [
    'sixty directives on the operation',
    { query: `query ${times(60, (n) => `@a${n}`)} { me { id } }` },
    'directives at one place',
  ],
  [
    'directives multiplied by fragments',
    {
      query: `{ me { ${times(10, () => '...a')} } } fragment a on User { ${times(6, () => '... @include(if: true) { id }')} }`,
    },
    'has 60 directives',
  ],
  [
    'brackets within brackets',
    { query: `{ known(upcs: ${'['.repeat(2_400)}${']'.repeat(2_400)}) }` },
    'brackets',
  ],
  [
    'two hundred variables',
    { query: `query(${times(200, (n) => `$v${n}: Int`)}) { me { id } }` },
    '100 is allowed',
  ],
  [
    'two hundred values for variables that there are not',
    { query: '{ me { id } }', variables: Object.fromEntries(upcs(200).map((name) => [name, 1])) },
    '100 is allowed',
  ],
  ['a list of ten thousand', { query: known, variables: { upcs: upcs(10_000) } }, 'send it in parts'],
  [
    'a list of two thousand in the document',
    { query: `{ known(upcs: [${times(2_000, () => '"p"')}]) }` },
    'send it in parts',
  ],
  [
    'a list of ten thousand within others',
    { query: known, variables: { upcs: [{ a: [[upcs(10_000)]] }] } },
    'send it in parts',
  ],
  [
    'an object of ten thousand members',
    { query: known, variables: { upcs: Object.fromEntries(upcs(10_000).map((name) => [name, 1])) } },
    'send it in parts',
  ],
  [
    'a hundred thousand values in lists that are short',
    { query: known, variables: { upcs: Array.from({ length: 400 }, () => upcs(250)) } },
    '50000 is allowed',
  ],
  ['variables thirty deep', { query: known, variables: { upcs: deep(30) } }, '20 is allowed'],
  ['variables three thousand deep', { query: known, variables: { upcs: deep(3_000) } }, '20 is allowed'],
];

describe.each(transports)('over %s', (transport) => {
  let running: RunningShop;
  beforeAll(async () => {
    running = await runShop('in process');
  });
  afterAll(() => running.close());

  it.each(refused)('%s is QUERY_TOO_COMPLEX, and says what to do', async (_, sent, words) => {
    expect(await answerBy(transport, running, sent)).toEqual({
      errors: [
        {
          message: expect.stringContaining(words),
          extensions: { code: 'QUERY_TOO_COMPLEX', retryable: false },
        },
      ],
    });
  });

  it('a thousand rows are taken, and what people write', async () => {
    expect(await answerBy(transport, running, { query: known, variables: { upcs: upcs(1_000) } })).toEqual({
      data: { known: 50 },
    });
    const query = `query Home($id: ID! = "u1", $long: Boolean! = true) { me { ...Name reviews { ...Body } }
      user(id: $id) { ...Name @include(if: $long) reviews { ...Body author { ...Name } } } }
      fragment Name on User { id name } fragment Body on Review { body @skip(if: false) product { name } }`;
    expect((await answerBy(transport, running, { query })).errors).toBeUndefined();
  });

  it('fragments that spread each other are refused and harm nobody', async () => {
    const query = `{ me { ...a } } fragment a on User { ${times(30, (n) => `a${n}: reviews { author { ...b } }`)} } fragment b on User { ...a }`;
    const { errors } = await answerBy(transport, running, { query });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });
});
