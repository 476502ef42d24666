import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { HubError } from '../../platform/errors.ts';
import { checkDocument } from '../entrance/document-size.ts';
import { checkTokens } from '../entrance/lexical-size.ts';
import { defaultLimits } from '../limits.ts';

const schema = buildSchema(
  'type Query { me: User } type User { id: ID name: String f(a: Int, l: [Int]): String r: User rs: [User] }',
);
const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const tree = (levels: number, width: number): string =>
  levels === 0 ? 'id' : times(width, () => `r { ${tree(levels - 1, width)} }`);
const nested = (levels: number) => `${'r { '.repeat(levels)}id${' }'.repeat(levels)}`;

/** Families of documents that grow by a number, each after another way to make validation dear. */
const families: Record<string, (n: number) => string> = {
  'fields of one name': (n) => `{ me { ${times(n, () => 'name')} } }`,
  'objects of one name': (n) => `{ me { ${times(n, () => 'r { id }')} } }`,
  'objects of one name, deep': (n) => `{ me { ${times(n, () => nested(12))} } }`,
  'a tree of one name, two deep': (n) => `{ me { ${tree(2, n)} } }`,
  'a tree of one name, eight deep': (n) => `{ me { ${tree(8, n)} } }`,
  'fields that disagree': (n) => `{ me { ${times(n, (i) => `x: f(a: ${i})`)} } }`,
  'fragments side by side': (n) =>
    `{ me { ${times(n, (i) => `...F${i}`)} } } ${times(n, (i) => `fragment F${i} on User { name r { id } }`)}`,
  'fragments in a chain': (n) =>
    `{ me { ...F0 } } ${times(n, (i) => `fragment F${i} on User { name r { id } ...F${i + 1} }`)} fragment F${n} on User { id }`,
  'fragments that all spread all': (n) =>
    `{ me { ${times(n, (i) => `...F${i}`)} } } ${times(n, (i) => `fragment F${i} on User { id ${times(n - 1 - i, (j) => `...F${i + 1 + j}`)} }`)}`,
  'fragments in a circle': (n) =>
    `{ me { ...F0 ...F1 } } ${times(n, (i) => `fragment F${i} on User { r { ...F${(i + 1) % n} ...F${(i + 2) % n} } }`)}`,
  'objects that spread fragments': (n) =>
    `{ me { ${times(n, (i) => `r { ...F${i} }`)} } } ${times(n, (i) => `fragment F${i} on User { r { ...G${i} } }`)} ${times(n, (i) => `fragment G${i} on User { id name }`)}`,
  'inline fragments within each other': (n) => `{ me { ${'... on User { '.repeat(n)}id${' }'.repeat(n)} } }`,
  'inline fragments side by side': (n) => `{ me { ${times(n, () => '... on User { r { name } }')} } }`,
  'operations beside each other': (n) =>
    `${times(n, (i) => `query Q${i} { me { ...F } }`)} fragment F on User { ${times(20, () => 'r { name }')} }`,
  'unknown fields': (n) => `{ me { ${times(n, (i) => `nam${i}`)} } }`,
  'unknown arguments': (n) => `{ me { f(${times(n, (i) => `arg${i}: 1`)}) } }`,
  variables: (n) =>
    `query(${times(n, (i) => `$v${i}: Int`)}) { me { ${times(n, (i) => `a${i}: f(a: $v${i})`)} } }`,
  'elements of a list': (n) => `{ me { f(l: [${times(n, () => '1')}]) } }`,
};

describe('the validation of the dearest document that is let in', () => {
  const admitted = (query: string) => {
    try {
      checkTokens(query, defaultLimits);
      checkDocument(parse(query), defaultLimits);
      return true;
    } catch (error) {
      if (error instanceof HubError && error.code === 'QUERY_TOO_COMPLEX') return false;
      throw error;
    }
  };
  // Where it is run first, code is still being compiled.
  for (const family of Object.values(families)) validate(schema, parse(family(2)));

  it.each(Object.entries(families))('takes no time to speak of: %s', (_, family) => {
    let largest = 1;
    for (const n of [2, 3, 5, 8, 12, 20, 30, 45, 70, 100, 150, 250, 400, 600, 1_000]) {
      if (!admitted(family(n))) break;
      largest = n;
    }
    const document = parse(family(largest));
    const times = Array.from({ length: 3 }, () => {
      const { user, system } = process.cpuUsage();
      validate(schema, document);
      const used = process.cpuUsage({ user, system });
      return (used.user + used.system) / 1000;
    });
    // A machine that has much else to do is given more than it takes.
    expect(Math.min(...times)).toBeLessThan(150);
  });
});
