import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import { Receiver } from '../subgraphs/exchange/deliveries/receiver-under-test.ts';
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
import { ask, eventually, type GraphAnswer, send } from './graph-request.ts';
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
/** Nobody has called by these yet, or what was called is not yet in the log; programs are not led back to; who left a class has left. */
const empty = [
  'updateOAuthClient',
  'removeStudentFromClass(input.studentId)',
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
  classes { nodes { name updatedAt memberships { totalCount } attendance { nodes { status updatedAt } } } }
  subjects { nodes { name updatedAt grades { nodes { score updatedAt } } } }
  students { totalCount } programs { totalCount } enrolments { totalCount } users { totalCount }
  webhook(id: $webhook) { name status updatedAt } webhooks { totalCount } webhookDeliveries { totalCount }
  apiKeys { nodes { id name revokedAt } } oauthClients { nodes { id name secretChangedAt } } }`;

const createWebhook =
  'mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } } }';
const everything = `... on Payment { id status } ... on Program { id name enrolments { totalCount } }
  ... on Student { id name payments { totalCount } } ... on Credential { id name }`;

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
  });
  afterAll(async () => {
    await hub.remove();
    await world.close();
  });

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
  });

  /** A key of a learner, as their institution makes it: one of the operator's would show the person everywhere. */
  async function learnerKey(maker: string, studentId: string): Promise<string> {
    const mutation = 'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }';
    const input = { name: 'Learner', scopes: ['read'], studentId };
    return (await ask(hub.graphqlUrl, maker, mutation, { input })).createApiKey.key;
  }

  it('subscribes to nothing, for learners neither, and sends no webhook anything that it selects', async () => {
    const create = 'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id } }';
    const input = { name: 'Budi Santoso', email: `budi.${randomUUID()}@siswa.example` };
    const classmate = (await ask(hub.graphqlUrl, theirs.key, create, { input })).createStudent;
    const strangers = [
      mine.key,
      await learnerKey(mine.key, mine.ids.Student as string),
      // Of the same institution, and yet somebody else.
      await learnerKey(theirs.key, classmate.id),
    ].map((key) => new HubClient(hub.graphqlUrl, key));
    const owner = new HubClient(hub.graphqlUrl, theirs.key);
    const learner = new HubClient(hub.graphqlUrl, await learnerKey(theirs.key, theirs.ids.Student as string));
    const [mineReceived, theirsReceived] = [await new Receiver().start(), await new Receiver().start()];
    await listen(mine.key, mineReceived.url);
    await listen(theirs.key, theirsReceived.url);
    const subscriptions = places.filter(({ operation }) => operation === 'subscription');
    expect(subscriptions.length).toBeGreaterThan(3);
    const watchAs = (client: HubClient, place: IdPlace) =>
      client.watch(
        `subscription($x: ${place.argument.type}) { ${place.field}(${place.argument.name}: $x) { __typename } }`,
        { x: valueWith(place, mine.ids, place.path.slice(1), idOf(place, theirs.ids)) },
      );
    const overheard = strangers.flatMap((client) => subscriptions.map((place) => watchAs(client, place)));
    const watches = subscriptions.map((place) => watchAs(owner, place));
    const ofPayment = subscriptions.find(({ returns }) => returns === 'PaymentStatusChange') as IdPlace;
    watches.push(watchAs(learner, ofPayment));
    // The answer over the same socket comes when the subscriptions before it have been taken in.
    for (const client of [...strangers, owner, learner]) await client.query('{ viewer { id } }');
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
    await eventually(
      () => theirsReceived.received.find(({ event }) => event.event === 'payment.status_changed'),
      'the webhook of the owner',
    );
    // Of what has happened to the own institution it is told.
    const told = mineReceived.received.map(({ body }) => body).join();
    expect(Object.entries(theirs.ids).filter(([, id]) => told.includes(id))).toEqual([]);
    for (const client of [...strangers, owner, learner]) await client.close();
    await mineReceived.close();
    await theirsReceived.close();
  });

  it('cannot be named in what a webhook selects', async () => {
    const { Payment, Student, Program } = theirs.ids;
    for (const payload of [
      `payment(id: "${Payment}") { status }`,
      `student(id: "${Student}") { name } ... on Payment { id }`,
      `... on Payment { id } payments(filter: { programId: "${Program}" }) { totalCount }`,
      `... on Program { enrolments(filter: { studentId: "${Student}" }) { totalCount } }`,
      `... on Student { enrolments(studentId: "${Student}") { totalCount } }`,
      '... on Payment { id } _entities(representations: []) { __typename }',
    ]) {
      const input = { name: 'Spy', url: 'http://127.0.0.1:9/', events: ['*'], payload };
      const answer = await send(hub.graphqlUrl, mine.key, createWebhook, { input });
      expect([payload, answer.codes]).toEqual([payload, ['VALIDATION_ERROR']]);
    }
    const learner = await learnerKey(mine.key, mine.ids.Student as string);
    const input = { name: 'Spy', url: 'http://127.0.0.1:9/', events: ['*'], payload: everything };
    expect((await send(hub.graphqlUrl, learner, createWebhook, { input })).codes).toEqual(['FORBIDDEN']);
  });

  /** A webhook of who holds `key` is sent every event, with all that it can select. */
  async function listen(key: string, url: string): Promise<void> {
    const input = { name: 'All', url, events: ['*'], payload: everything };
    const { codes, text } = await send(hub.graphqlUrl, key, createWebhook, { input });
    expect([codes, text]).toEqual([[], text]);
  }
});
