import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import {
  callOf,
  comparable,
  idFor,
  nameOf,
  nounOf,
  showsNothing,
  unknownFor,
  valueWith,
} from './foreign-calls.ts';
import { type IdPlace, idPlaces, readSchema } from './foreign-ids.ts';
import { furnishInstitution, type Ids } from './furnished-institution.ts';
import { ask, type GraphAnswer, send } from './graph-request.ts';
import { HubClient } from './hub-client.ts';
import { KillableHub } from './killable-hub.ts';
import { type OutsideWorld, startOutsideWorld } from './outside-world.ts';

/** Takes an id, but of what is the same for everybody. */
const sharedByAll = ['integration(name)'];
/** Refused to institutions before any id is looked at, or what no institution has; tenancy.test.ts tries them. */
const forOthers = [
  ...['linkPermit', 'permitSync', 'permitSyncProgress', 'importPermitDocument', 'setOrganisationTier'],
  ...['permitDocument', 'createPermitDocument', 'signPermitDocument', 'resolvePermitSignature'],
  ...['rejectPermitDocument', 'cancelPermitDocument'],
  // The holder's alone, and the person's.
  ...['addCredentialToLinkedIn', 'shareCredentialOnLinkedIn'],
  ...['withdrawOAuthConsent', 'endMyOAuthGrant', 'endMySession'],
];
/** Nobody has called by these yet, or what was called is not yet in the log; and programs are not led back to. */
const empty = [
  'updateOAuthClient',
  'oauthConsents',
  'apiRequestLogs',
  'apiUsage',
  'auditLog(filter.actorId)',
  'auditLog(filter.userId)',
];
/** Of the demo data: it belongs to an institution that no key here acts for. */
const foreignPermit = '2026/IL/000417';

const stateOf = `query($program: ID!, $student: ID!, $payment: ID!, $credential: ID!, $organisation: ID!, $user: ID!, $webhook: ID!) {
  organisation(id: $organisation) { name city updatedAt }
  user(id: $user) { name updatedAt }
  student(id: $student) { name grade nik updatedAt }
  credential(id: $credential) { status updatedAt }
  payment(id: $payment) { status updatedAt timeline { kind } refunds { id } }
  program(id: $program) { sector updatedAt enrolledCount siplatihSubmissions { nodes { status attempts } }
    enrolments { nodes { status progress finalScore updatedAt } } payments { totalCount } credentials { totalCount } }
  students { totalCount } programs { totalCount } enrolments { totalCount } users { totalCount }
  webhook(id: $webhook) { name status updatedAt } webhooks { totalCount } webhookDeliveries { totalCount }
  apiKeys { nodes { id name revokedAt } } oauthClients { nodes { id name secretChangedAt } } }`;

describe("another institution's id", () => {
  let world: OutsideWorld;
  let hub: KillableHub;
  let schema: GraphQLSchema;
  let places: IdPlace[];
  let mine: { key: string; ids: Ids };
  let theirs: { key: string; ids: Ids };
  beforeAll(async () => {
    world = await startOutsideWorld();
    hub = await KillableHub.start(world.environment);
    schema = await readSchema(hub.graphqlUrl, hub.apiKeys.admin);
    // What deletes comes last: nothing can be called with what is gone.
    places = idPlaces(schema)
      .filter((place) => !sharedByAll.includes(nameOf(place)) && !forOthers.includes(place.field))
      .sort((one, other) => Number(deletes(one)) - Number(deletes(other)));
    mine = await furnishInstitution(hub.graphqlUrl, hub.apiKeys.admin);
    theirs = await furnishInstitution(hub.graphqlUrl, hub.apiKeys.admin);
  }, 60_000);
  afterAll(async () => {
    await hub.remove();
    await world.close();
  }, 40_000);

  const deletes = ({ field }: IdPlace) => /^(delete|revokeApiKey)/.test(field);

  const idOf = (place: IdPlace, ids: Ids): string => idFor(place, { ...ids, Permit: foreignPermit });

  /** Calls the field of `place` with `id` there and everything else the caller's own. */
  function call(place: IdPlace, id: string): Promise<GraphAnswer> {
    const { query, variables } = callOf(schema, place, mine.ids, id);
    return send(hub.graphqlUrl, mine.key, query, variables);
  }

  it.each(['query', 'mutation'] as const)(
    'is to every %s what an id is that does not exist, and changes nothing',
    async (operation) => {
      const variables = Object.fromEntries(
        Object.entries(theirs.ids).map(([noun, id]) => [noun.charAt(0).toLowerCase() + noun.slice(1), id]),
      );
      const before = await ask(hub.graphqlUrl, theirs.key, stateOf, variables);
      const asked = places.filter((place) => place.operation === operation);
      expect(asked.length).toBeGreaterThan(15);
      const wrong: string[] = [];
      for (const place of asked) {
        const id = idOf(place, theirs.ids);
        const answer = await call(place, id);
        if (!showsNothing(answer, place)) wrong.push(`${nameOf(place)}: ${answer.text}`);
        const unknown = unknownFor(place);
        const ofUnknown = comparable(await call(place, unknown), unknown);
        if (comparable(answer, id) !== ofUnknown)
          wrong.push(`${nameOf(place)}: ${answer.text}, but an unknown one: ${ofUnknown}`);
      }
      expect(wrong).toEqual([]);
      expect(await ask(hub.graphqlUrl, theirs.key, stateOf, variables)).toEqual(before);
    },
    60_000,
  );

  it('is refused where the own one is not', async () => {
    const wrong: string[] = [];
    for (const place of places) {
      if (place.operation === 'subscription' || nounOf(place) === 'Permit') continue;
      if (place.returns === 'PermitConnection') continue;
      if (empty.includes(place.field) || empty.includes(nameOf(place))) continue;
      const answer = await call(place, idOf(place, mine.ids));
      if (
        answer.codes.some((code) => code !== 'CONFLICT' && code !== 'DUPLICATE') ||
        (answer.codes.length === 0 && showsNothing(answer, place))
      )
        wrong.push(`${nameOf(place)}: ${answer.text}`);
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  it('subscribes to nothing', async () => {
    const [stranger, owner] = [
      new HubClient(hub.graphqlUrl, mine.key),
      new HubClient(hub.graphqlUrl, theirs.key),
    ];
    const subscriptions = places.filter(({ operation }) => operation === 'subscription');
    expect(subscriptions.length).toBeGreaterThan(3);
    const watchAs = (client: HubClient, place: IdPlace) =>
      client.watch(
        `subscription($x: ${place.argument.type}) { ${place.field}(${place.argument.name}: $x) { __typename } }`,
        { x: valueWith(place, mine.ids, place.path.slice(1), idOf(place, theirs.ids)) },
      );
    const overheard = subscriptions.map((place) => watchAs(stranger, place));
    const watches = subscriptions.map((place) => watchAs(owner, place));
    // The answer over the same socket comes when the subscriptions before it have been taken in.
    await owner.query('{ viewer { id } }');
    await owner.mutate('mutation($input: PaymentIdInput!) { cancelPayment(input: $input) { id } }', {
      paymentId: theirs.ids.Payment,
    });
    await owner.mutate(
      'mutation($input: ReportProgramCompletionInput!) { reportProgramCompletion(input: $input) { id } }',
      { programId: theirs.ids.Program },
    );
    await owner.mutate(
      'mutation($input: ExportCredentialInput!) { exportCredentialToEuropass(input: $input) { id } }',
      { credentialId: theirs.ids.Credential },
    );
    await owner.mutate('mutation($input: WebhookDeliveryIdInput!) { redeliver(input: $input) { id } }', {
      deliveryId: theirs.ids.WebhookDelivery,
    });
    await owner.mutate('mutation($input: WebhookIdInput!) { pauseWebhook(input: $input) { id } }', {
      id: theirs.ids.Webhook,
    });
    for (const watch of watches) await watch.until(() => true, 'the owner hears of it');
    expect(overheard.flatMap(({ heard }) => heard)).toEqual([]);
    await stranger.close();
    await owner.close();
  }, 30_000);
});
