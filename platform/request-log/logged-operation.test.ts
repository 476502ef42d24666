import { describe, expect, it } from '@jest/globals';
import { buildSchema, type FragmentDefinitionNode, getOperationAST, Kind, parse } from 'graphql';
import { loggedOperation } from './logged-operation.ts';

const schema = buildSchema(`
  scalar DateTime
  scalar Date
  scalar Rupiah
  enum Status { ACTIVE ENDED }
  input Person { id: ID, name: String, nik: String, phoneNumber: Int, birthDate: Date, since: DateTime, status: Status, fee: Rupiah, tags: [String!], mates: [Person!], apiKeyId: ID, apiKey: ID }
  type Query { people(filter: Person, ids: [ID!], password: Int, first: Int): [String!] person(id: ID!): String }
  type Mutation { add(input: Person!): String }
`);

function logged(query: string, variables: Record<string, unknown> = {}) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const fragments = Object.fromEntries(
    document.definitions
      .filter(
        (definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION,
      )
      .map((definition) => [definition.name.value, definition]),
  );
  return loggedOperation({ schema, document, operation, fragments }, variables);
}

const id = '01890a5d-ac96-774b-bcce-b302099a8001';

describe('what is kept of an operation', () => {
  it('is its type, its name and its first fields, also those in fragments', () => {
    const kept = logged(
      'query Two { ...F ... on Query { again: person(id: "x") } } fragment F on Query { people }',
    );
    expect(kept).toMatchObject({ type: 'query', name: 'Two', fields: ['people', 'person'], variables: null });
  });

  it('has nothing of what stands in it literally, so that it is the same for everybody', () => {
    const one = logged(
      '{ people(filter: { name: "Siti", nik: "3201234567890001", tags: ["a"], fee: 5 }, first: 3) } # Siti',
    );
    const other = logged('{ people(filter: {name: "Budi", nik: """x""", tags: ["b"], fee: 6}, first: 4) }');
    expect(one.document).toBe('{\n  people(filter: {name: "", nik: "", tags: [""], fee: 0}, first: 0)\n}');
    expect(other).toEqual(one);
  });

  it('has the structure of its variables and what is no text: ids, numbers, enum values, moments', () => {
    const query =
      'query($filter: Person, $ids: [ID!], $first: Int) { people(filter: $filter, ids: $ids, first: $first) }';
    const filter = {
      id,
      apiKeyId: id,
      status: 'ACTIVE',
      since: '2026-01-01T00:00:00Z',
      fee: 5,
      mates: [{ id }],
    };
    const { variables } = logged(query, { filter, ids: id, first: 7, undeclared: 'x' });
    expect(variables).toEqual({ filter, ids: [id], first: 7 });
  });

  it('masks every other text, and what is called like a secret or a person’s datum', () => {
    const query =
      'query($filter: Person, $ids: [ID!], $password: Int) { people(filter: $filter, ids: $ids, password: $password) }';
    const filter = {
      name: 'Siti',
      nik: '3201234567890001',
      birthDate: '1999-01-01',
      tags: ['a', 'b'],
      apiKey: id,
      id: 'siti@example.org',
      since: 'x'.repeat(100),
      status: 'Hunter2',
      fee: 3201234567890001,
    };
    const { variables } = logged(query, { filter, ids: ['not-a-uuid'], password: 1234 });
    const masked = '[masked]';
    expect(variables).toEqual({
      filter: {
        name: masked,
        nik: masked,
        birthDate: masked,
        tags: [masked, masked],
        apiKey: masked,
        id: masked,
        since: masked,
        status: masked,
        fee: masked,
      },
      ids: [masked],
      password: masked,
    });
  });

  it('is bounded, however much was sent', () => {
    const mates = Array.from({ length: 10_000 }, () => ({ name: 'x', tags: Array(100).fill('y') }));
    const { variables } = logged('mutation($input: Person!) { add(input: $input) }', { input: { mates } });
    expect(JSON.stringify(variables).length).toBeLessThan(10_000);
    const many = `{ ${Array.from({ length: 2_000 }, (_, n) => `f${n}: person(id: "x")`).join(' ')} }`;
    expect(logged(many).document.length).toBeLessThanOrEqual(8_000);
  });

  it('takes names for what they are', () => {
    const variables = JSON.parse('{ "input": { "__proto__": { "status": "ACTIVE" }, "name": "x" } }');
    expect(logged('mutation($input: Person!) { add(input: $input) }', variables).variables).toEqual({
      input: { name: '[masked]' },
    });
  });
});
