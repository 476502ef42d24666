import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Kind, parse, visit } from 'graphql';
import { scopeRegistry } from '../platform/auth/scopes.ts';
import { HttpClient } from '../platform/http-client/http-client.ts';
import { subgraphDefinitions } from '../run/definitions.ts';
import { compose } from './compose.ts';
import {
  unknownReferences,
  unscopedEntityFields,
  unscopedRootFields,
  type WalkedSubgraph,
  widerFields,
} from './scope-walk.ts';

/** What answers whoever asks, and why. */
const publicFields: Record<string, string> = {
  'Query.viewer': 'Tells callers, also those who are not known, who the hub takes them for.',
};
/** What is shown without the scopes that reading it elsewhere needs, and why. */
const shownAnyway: Record<string, string> = {
  'Viewer.organisation': 'One’s own organisation: who calls for it knows it.',
};

describe('scopes', () => {
  const definitions = subgraphDefinitions({ environment: {}, publicUrl: '', http: new HttpClient() });
  const composed = compose(definitions);
  const subgraphs: WalkedSubgraph[] = definitions.map(({ name, references }) => ({
    name,
    references,
    sdl: parse(composed.subgraphs.get(name) ?? ''),
  }));

  it('are named by every query, mutation and subscription but the public ones', () => {
    expect(subgraphs.flatMap(unscopedRootFields)).toEqual(Object.keys(publicFields));
  });

  it('are named in the supergraph too, where another router reads them', () => {
    const supergraph = { name: '', references: {}, sdl: parse(composed.supergraph) };
    expect(unscopedRootFields(supergraph)).toEqual(Object.keys(publicFields));
  });

  it('are looked at wherever the graph enters a subgraph by an entity, or named by each field that is added to it', () => {
    expect(subgraphs.flatMap(unscopedEntityFields)).toEqual([]);
  });

  it('stand in one list with the entities of the schema', () => {
    expect(subgraphs.flatMap(unknownReferences)).toEqual([]);
  });

  it('of what leads to an object are enough for it, or the field that leads there names its own', () => {
    expect(subgraphs.flatMap(widerFields)).toEqual(Object.keys(shownAnyway));
  });

  it('that are named are all in the registry', () => {
    const named = new Set<string>();
    visit(parse(composed.supergraph), {
      Directive(node) {
        if (node.name.value !== 'requiresScopes') return;
        visit(node, { [Kind.STRING]: ({ value }) => void named.add(value) });
      },
    });
    expect([...named].filter((scope) => !Object.hasOwn(scopeRegistry, scope))).toEqual([]);
    expect(named.size).toBeGreaterThan(10);
  });
});

describe('the walk over scopes', () => {
  const walked = (sdl: string, references: WalkedSubgraph['references'] = {}): WalkedSubgraph => ({
    name: 's',
    sdl: parse(sdl),
    references,
  });
  const row = { scopes: ['payments:read'] as const, resolve: () => null };

  it('finds what names none', () => {
    expect(
      unscopedRootFields(walked('type Mutation { a: Int, b: Int @requiresScopes(scopes: [["read"]]) }')),
    ).toEqual(['Mutation.a']);
    const stub = walked(
      'extend type Student @key(fields: "id") { id: ID!, payments: Int, debts: Int @authenticated }',
    );
    expect(unscopedEntityFields(stub)).toEqual(['s: Student.payments']);
    expect(unknownReferences(stub)).toEqual(['s: Student']);
  });

  it('finds ways to an object that ask for less than it, through pages and through other objects', () => {
    const payment = 'type Payment @key(fields: "id") { id: ID! }';
    const page = 'type Page { nodes: [Payment!]! }';
    const query = (scope: string, type: string) =>
      `type Query { a: ${type} @requiresScopes(scopes: [["${scope}"]]) }`;
    const found = (sdl: string, more = {}) => widerFields(walked(sdl, { Payment: row, ...more }));
    expect(found(`${query('payments:read', 'Page')} ${page} ${payment}`)).toEqual([]);
    expect(found(`${query('read', 'Payment')} ${payment}`)).toEqual([]);
    expect(found(`${query('training:read', 'Payment')} ${payment}`)).toEqual(['Query.a']);
    expect(found(`${query('training:read', 'Page')} ${page} ${payment}`)).toEqual(['Page.nodes']);
    const program = 'type Program @key(fields: "id") { id: ID!, payments: Page! }';
    const training = { Program: { ...row, scopes: ['training:read'] } };
    expect(found(`${page} ${payment} ${program}`, training)).toEqual(['Page.nodes']);
  });
});
