import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildASTSchema,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
} from 'graphql';
import { v7 as uuidv7 } from 'uuid';
import { anonymous, type Principal } from '../platform/auth/principal.ts';
import { scopeNames } from '../platform/auth/scopes.ts';
import { subgraphNames } from '../run/definitions.ts';
import { callOf, comparable, idFor, nameOf, showsNothing, unknownFor } from './foreign-calls.ts';
import { type IdPlace, idPlaces, nestedIdPlaces, readSchema } from './foreign-ids.ts';
import { send } from './graph-request.ts';
import { learnerPrincipal, organisationPrincipal } from './subgraph-harness.ts';
import { type AllIds, startTwoInstitutions } from './two-institutions.ts';
import type { WholeGraph } from './whole-graph.ts';

/** Everything that a scope can allow, but what opens the rows of all. */
const scopes = scopeNames.filter((scope) => scope !== 'permits:all');

describe('what belongs to another institution', () => {
  let whole: WholeGraph;
  let one: AllIds;
  let other: AllIds;
  let schema: GraphQLSchema;
  let callers: Record<string, Principal>;
  beforeAll(async () => {
    ({ whole, one, other } = await startTwoInstitutions());
    schema = await readSchema(whole.graphqlUrl, whole.adminKey);
    const admin = organisationPrincipal(one.Organisation, ...scopes);
    callers = {
      key: admin,
      person: { ...admin, id: one.User, userId: one.User, clientId: one.OAuthClient },
      learner: learnerPrincipal([one.Student], [one.Organisation], ...scopes),
    };
  }, 240_000);
  afterAll(() => whole.close());

  it.each(['key', 'person', 'learner'])(
    'is, by its id in any argument, what an unknown id is to a %s with every scope, and stays as it was',
    async (who) => {
      const key = whole.keyOf(callers[who] as Principal);
      const before = await rowsOf(other.Organisation);
      const wrong: string[] = [];
      const ask = (place: IdPlace, id: string) => {
        const { query, variables } = callOf(schema, place, one, id);
        return send(whole.graphqlUrl, key, query, variables);
      };
      const places = idPlaces(schema).filter(({ operation }) => operation !== 'subscription');
      for (const place of places) {
        if (nameOf(place) === 'integration(name)') continue;
        const [foreign, unknown] = [idFor(place, other), unknownFor(place)];
        const answer = await ask(place, foreign);
        const said = comparable(answer, foreign);
        const saidOfUnknown = comparable(await ask(place, unknown), unknown);
        if (said !== saidOfUnknown)
          wrong.push(`${nameOf(place)}: ${said}, but an unknown one: ${saidOfUnknown}`);
        if (place.operation === 'query' && answer.codes.length === 0 && !showsNothing(answer, place))
          wrong.push(`${nameOf(place)}: ${said}`);
      }
      expect(wrong).toEqual([]);
      expect(places.length).toBeGreaterThan(80);
      expect(await rowsOf(other.Organisation)).toEqual(before);
    },
    240_000,
  );

  it('is not there either where the graph enters a subgraph with its id', async () => {
    const wrong: string[] = [];
    const untried = new Set<string>();
    const everybody = { ...callers, anonymous: { ...anonymous, scopes } };
    for (const subgraph of subgraphNames) {
      const { data } = await whole.hub.call(subgraph, anonymous, '{ _service { sdl } }');
      const own = buildASTSchema(parse(data._service.sdl), { assumeValidSDL: true });
      for (const type of entitiesOf(own, data._service.sdl)) {
        const id = idsOfEntities(other)[type];
        if (id === undefined) untried.add(type);
        if (id === undefined) continue;
        const query = `query($of: [_Any!]!) { _entities(representations: $of) { __typename ... on ${type} ${selectionOf(own, type)} } }`;
        for (const [who, principal] of Object.entries(everybody)) {
          const [said, saidOfUnknown, saidOfOwn] = await Promise.all(
            [id, uuidv7(), idsOfEntities(one)[type] ?? ''].map(async (asked) => {
              const answer = await whole.hub.call(subgraph, principal, query, {
                of: [{ __typename: type, id: asked }],
              });
              return JSON.stringify([answer.data, answer.errors]).replaceAll(asked, 'ID');
            }),
          );
          if (who === 'key' && saidOfOwn === saidOfUnknown)
            wrong.push(`${type} of ${subgraph} is not shown at all`);
          if (said !== saidOfUnknown)
            wrong.push(`${type} of ${subgraph} to ${who}: ${said}, but an unknown one: ${saidOfUnknown}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(untried).toEqual(new Set(['PermitSync', 'PermitType']));
  });

  it('cannot be asked for below the root of the graph: no field there takes an id', () => {
    expect(nestedIdPlaces(schema)).toEqual([]);
  });

  /** What there is of an organisation, table by table. */
  async function rowsOf(organisation: string): Promise<Record<string, string>> {
    const { pool } = whole.hub;
    const { rows: tables } = await pool.query<{ name: string; column: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name, column_name AS column FROM information_schema.columns
       WHERE column_name IN ('organisation_id', 'issuer_id') AND table_schema NOT IN ('audit', 'requests')`,
    );
    const found: Record<string, string> = {};
    for (const { name, column } of tables) {
      // Deliveries go on by themselves, and their webhooks tell how they fare.
      const row = name.startsWith('exchange.') ? 't.id::text' : 't::text';
      const sql = `SELECT coalesce(md5(string_agg(${row}, '|' ORDER BY ${row})), '') AS rows FROM ${name} t WHERE ${column} = $1`;
      found[name] = (await pool.query<{ rows: string }>(sql, [organisation])).rows[0]?.rows ?? '';
    }
    return found;
  }
});

/** A permit is entered with its id, and an issuer has that of its organisation. */
function idsOfEntities({ PermitId, PermitSync, ...ids }: AllIds): Record<string, string> {
  return { ...ids, Permit: PermitId, Issuer: ids.Organisation };
}

/** The types that the graph can enter a subgraph with. */
function entitiesOf(schema: GraphQLSchema, sdl: string): string[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .map(({ name }) => name)
    .filter((name) => new RegExp(`^type ${name}\\b[^{]*@key\\(fields: "id"\\)`, 'm').test(sdl));
}

/** Everything of a type that can be asked for without arguments, one level deep. */
function selectionOf(schema: GraphQLSchema, type: string): string {
  const fields = schema.getType(type);
  if (!isObjectType(fields)) throw new Error(`${type} is no object type.`);
  const below = (of: GraphQLOutputType): string => {
    const named = getNamedType(of);
    if (isLeafType(named)) return '';
    return isObjectType(named) && 'totalCount' in named.getFields() ? '{ totalCount }' : '{ __typename }';
  };
  const selected = Object.values(fields.getFields()).filter(
    ({ args, astNode }) =>
      !args.some(isRequiredArgument) && !astNode?.directives?.some(({ name }) => name.value === 'external'),
  );
  return `{ ${selected.map(({ name, type: of }) => `${name} ${below(of)}`).join(' ')} }`;
}
