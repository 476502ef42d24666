import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphQLSchema, isCompositeType, isObjectType } from 'graphql';
import { v7 as uuidv7 } from 'uuid';
import { type IdPlace, idPlaces, readSchema } from './foreign-ids.ts';
import { furnishInstitution, gopayInput, type Ids } from './furnished-institution.ts';
import { ask, type GraphAnswer, send } from './graph-request.ts';
import { HubClient } from './hub-client.ts';
import { KillableHub } from './killable-hub.ts';
import { type OutsideWorld, startOutsideWorld } from './outside-world.ts';
import { newLearner } from './story-nouns.ts';
import type { Data } from './subgraph-harness.ts';

/** Takes an id, but of what is the same for everybody. */
const sharedByAll = ['integration(name)'];
/** Refused to institutions before any id is looked at, or what no institution has; their own tests say so. */
const forOthers = [
  'setOrganisationTier',
  ...['linkPermit', 'permitSync', 'permitSyncProgress'],
  ...['permitDocument', 'createPermitDocument', 'signPermitDocument', 'resolvePermitSignature'],
  ...['importPermitDocument', 'rejectPermitDocument', 'cancelPermitDocument'],
  // The holder's alone.
  ...['addCredentialToLinkedIn', 'shareCredentialOnLinkedIn'],
];
/** Of the demo data: it belongs to an institution that no key here acts for. */
const foreignPermit = '2026/IL/000417';

/** Arguments that a field needs besides the one with the id. */
const besides: Record<string, string> = { eventSubject: ', type: "Payment"' };

/** Inputs that are good when all ids are the caller's own; each place of an id is in one of them at least. */
const goodInputs: Record<string, (own: Ids) => object[]> = {
  updateOrganisation: (own) => [{ id: own.Organisation, city: 'Medan' }],
  createApiKey: (own) => [
    { name: 'k', scopes: ['read'], organisationId: own.Organisation },
    { name: 'k', scopes: ['read'], studentId: own.Student },
  ],
  updateApiKey: (own) => [{ id: own.ApiKey, name: 'k' }],
  rotateApiKey: (own) => [{ id: own.ApiKey }],
  revokeApiKey: (own) => [{ id: own.ApiKey }],
  createOAuthClient: (own) => [{ name: 'LMS', scopes: ['read'], organisationId: own.Organisation }],
  rotateOAuthClientSecret: (own) => [{ id: own.OAuthClient }],
  deleteOAuthClient: (own) => [{ id: own.OAuthClient }],
  createStudent: (own) => [{ ...newLearner(), organisationId: own.Organisation }],
  createStudents: (own) => [{ students: [{ ...newLearner(), organisationId: own.Organisation }] }],
  updateStudent: (own) => [{ id: own.Student, grade: 'XII' }],
  inviteUser: (own) => [
    { organisationId: own.Organisation, name: 'A', email: `${randomUUID()}@a.example`, role: 'FINANCE' },
    { studentId: own.Student, name: 'B', email: `${randomUUID()}@a.example`, role: 'LEARNER' },
  ],
  resendInvitation: (own) => [{ id: own.User }],
  changeUserRole: (own) => [{ id: own.User, role: 'FINANCE' }],
  deactivateUser: (own) => [{ id: own.User }],
  reactivateUser: (own) => [{ id: own.User }],
  createProgram: (own) => [{ organisationId: own.Organisation, type: 'INTERNAL', name: 'Kursus' }],
  updateProgram: (own) => [{ id: own.Program, sector: 'ENERGY' }],
  enrolStudent: (own) => [{ programId: own.Program, studentId: own.Student }],
  updateEnrolmentProgress: (own) => [
    { enrolmentId: own.Enrolment, progress: 50 },
    { programId: own.Program, studentId: own.Student, progress: 50 },
  ],
  completeEnrolment: (own) => [{ enrolmentId: own.Enrolment, finalScore: 80 }],
  cancelEnrolment: (own) => [{ enrolmentId: own.Enrolment }],
  registerProgramWithSiplatih: (own) => [{ programId: own.Program }],
  reportProgramCompletion: (own) => [{ programId: own.Program }],
  issueCredential: (own) => [
    { enrolmentId: own.Enrolment },
    { enrolmentId: own.Enrolment, achievementId: own.Achievement },
  ],
  issueCredentials: (own) => [{ programId: own.Program, achievementId: own.Achievement }],
  createAchievement: (own) => [
    {
      organisationId: own.Organisation,
      programId: own.Program,
      name: { indonesian: 'Juru Las' },
      description: { indonesian: 'Mampu mengelas.' },
    },
  ],
  updateIssuer: (own) => [{ organisationId: own.Organisation, description: 'Lembaga' }],
  rotateIssuerKey: (own) => [{ organisationId: own.Organisation }],
  suspendCredential: (own) => [{ id: own.Credential, reason: 'Salah' }],
  reinstateCredential: (own) => [{ id: own.Credential }],
  revokeCredential: (own) => [{ id: own.Credential, reason: 'Salah' }],
  showHolderName: (own) => [{ id: own.Credential, display: 'FULL' }],
  submitCredentialForVerification: (own) => [{ credentialId: own.Credential }],
  exportCredentialToEuropass: (own) => [{ credentialId: own.Credential }],
  offerCredentialToWallet: (own) => [{ credentialId: own.Credential }],
  createPayment: (own) => [
    gopayInput({ enrolmentId: own.Enrolment }),
    gopayInput({ programId: own.Program, studentId: own.Student }),
  ],
  verifyPayment: (own) => [{ paymentId: own.Payment }],
  refundPayment: (own) => [
    { paymentId: own.Payment, amount: 1000, reason: 'Salah', idempotencyKey: randomUUID() },
  ],
  cancelPayment: (own) => [{ paymentId: own.Payment }],
  createWebhook: (own) => [
    { name: 'LMS', url: 'http://127.0.0.1:9/', events: ['user.created'], organisationId: own.Organisation },
  ],
  updateWebhook: (own) => [{ id: own.Webhook, name: 'HR' }],
  pauseWebhook: (own) => [{ id: own.Webhook }],
  resumeWebhook: (own) => [{ id: own.Webhook }],
  rotateWebhookSecret: (own) => [{ id: own.Webhook }],
  recoverWebhook: (own) => [{ id: own.Webhook, since: new Date().toISOString() }],
  deleteWebhook: (own) => [{ id: own.Webhook }],
  sendTestEvent: (own) => [{ webhookId: own.Webhook, type: 'user.created' }],
  redeliver: (own) => [{ deliveryId: own.WebhookDelivery }],
};

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

  const deletes = ({ field }: IdPlace) => field.startsWith('delete');
  const nameOf = ({ field, path }: IdPlace) => `${field}(${path.join('.')})`;

  /** What the id of a place is the id of. */
  function nounOf({ path, returns }: IdPlace): keyof Ids | 'Permit' {
    const name = path.at(-1) ?? '';
    if (name === 'registrationId') return 'Permit';
    if (name === 'deliveryId') return 'WebhookDelivery';
    if (path[0] === 'subject' || returns === 'EventSubject') return 'Payment';
    if (name === 'id' && returns === 'Issuer') return 'Organisation';
    const noun =
      name === 'id'
        ? returns.replace(/WithSecret$/, '')
        : `${name.charAt(0).toUpperCase()}${name.slice(1, -2)}`;
    if (!Object.hasOwn(mine.ids, noun)) throw new Error(`Which noun's id is ${path.join('.')}?`);
    return noun as keyof Ids;
  }

  const idOf = (place: IdPlace, ids: Ids): string => {
    const noun = nounOf(place);
    return noun === 'Permit' ? foreignPermit : ids[noun];
  };

  /** Calls the field of `place` with `id` there and everything else the caller's own. */
  function call(place: IdPlace, id: string): Promise<GraphAnswer> {
    const { operation, field, path, argument } = place;
    const query = `${operation}($x: ${argument.type}) { ${field}(${argument.name}: $x${besides[field] ?? ''}) ${selectionOf(place)} }`;
    return send(hub.graphqlUrl, mine.key, query, { x: valueWith(place, path.slice(1), id) });
  }

  function valueWith({ operation, field }: IdPlace, rest: string[], id: string): unknown {
    if (operation !== 'mutation') return rest.reduceRight<unknown>((value, key) => ({ [key]: value }), id);
    const good = goodInputs[field]?.(mine.ids).find((input) => read(input, rest) !== undefined);
    if (!good) throw new Error(`goodInputs has nothing for ${field} with ${rest.join('.')}.`);
    return replaced(good, rest, id);
  }

  function selectionOf({ returns }: IdPlace): string {
    // Known by its name alone until something of it is asked for.
    if (returns === 'EventSubject') return '{ ... on Payment { status } }';
    const type = schema.getType(returns);
    if (!type || !isCompositeType(type)) return '';
    const fields = isObjectType(type) ? type.getFields() : {};
    if ('totalCount' in fields) return '{ totalCount nodes { __typename } }';
    if ('events' in fields && !('url' in fields)) return '{ events { id } }';
    return 'rows' in fields ? '{ rows { error { code message } student { id } } }' : '{ __typename }';
  }

  /** The answer, with what differs from call to call taken out. */
  const comparable = ({ status, text }: GraphAnswer, id: string) => `${status} ${text.replaceAll(id, 'ID')}`;

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
        const unknown = nounOf(place) === 'Permit' ? '2026/IL/999999' : uuidv7();
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
        { x: valueWith(place, place.path.slice(1), idOf(place, theirs.ids)) },
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

function read(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Data)?.[key === '[]' ? 0 : key], value);
}

/** `input` with `id` at `path`; `[]` stands for the first member of a list. */
function replaced(input: unknown, [key, ...rest]: string[], id: string): unknown {
  if (key === undefined) return id;
  if (key === '[]') return [replaced((input as unknown[])[0], rest, id)];
  return { ...(input as object), [key]: replaced((input as Data)[key], rest, id) };
}

const refusals: unknown[] = ['NOT_FOUND', 'VALIDATION_ERROR'];

/** Whether an answer says no more than that there is no such thing. */
function showsNothing({ data, codes }: GraphAnswer, { operation, field }: IdPlace): boolean {
  const value = data?.[field];
  if (value?.rows)
    return value.rows.every((row: Data) => row.student === null && refusals.includes(row.error.code));
  if (Array.isArray(value?.events)) return value.events.length === 0;
  if (operation === 'mutation') return !value && codes.length === 1 && refusals.includes(codes[0]);
  if (value && 'totalCount' in value) return value.totalCount === 0 && value.nodes.length === 0;
  return value === null && codes.length === 0;
}
