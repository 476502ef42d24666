import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Data,
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { givenOrganisation, givenStudent } from '../../identity/fixtures.ts';
import { identity } from '../../identity/subgraph.ts';
import { exchange } from '../subgraph.ts';

const page = `query($after: Cursor, $first: Int, $types: [String!], $subject: EventSubjectInput, $filter: String) {
  eventLog(after: $after, first: $first, types: $types, subject: $subject, filter: $filter) {
    events { id cursor type occurredAt subjectType subjectId subject { __typename } data actor requestId }
    cursor hasMore
  }
}`;

describe('the event log, for partners', () => {
  let hub: SubgraphHarness;
  let school: string;
  let other: string;
  beforeAll(async () => {
    hub = await startSubgraphs([identity, exchange({ baseUrls: {} })]);
    school = await givenOrganisation(hub, 'SMK Satu', 'SCHOOL');
    other = await givenOrganisation(hub, 'SMK Dua', 'SCHOOL');
  });
  afterAll(() => hub.close());

  async function read(principal = organisationPrincipal(school), variables: Record<string, unknown> = {}) {
    const answer = await hub.call('exchange', principal, page, variables);
    return { ...answer, log: answer.data?.eventLog as Data };
  }

  /** Reads until the log holds the students' events. */
  async function readAll(ids: string[], principal = organisationPrincipal(school)): Promise<Data[]> {
    const deadline = Date.now() + 90_000;
    for (;;) {
      const { log } = await read(principal, { types: ['student.created'], first: 1000 });
      const found = log.events.filter((event: Data) => ids.includes(event.subjectId));
      if (found.length === ids.length) return found;
      if (Date.now() > deadline) throw new Error('The events did not come.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function subscribe(variables: Record<string, unknown>, principal = organisationPrincipal(school)) {
    const stream = await hub.callers.exchange?.subscribe(
      {
        query: `subscription($types: [String!], $after: Cursor, $subject: EventSubjectInput, $filter: String) {
          events(types: $types, after: $after, subject: $subject, filter: $filter) { id cursor type subjectId data }
        }`,
        variables,
      },
      { principal, requestId: 'test' },
    );
    if (!stream) throw new Error('There is no exchange.');
    return {
      async next(): Promise<Data> {
        const step = await stream.next();
        if (step.done) throw new Error('The stream ended.');
        if (step.value.errors) throw step.value.errors[0];
        return step.value.data?.events;
      },
      end: () => stream.return?.(),
    };
  }

  it('tells who asks what happened in their organisation, oldest first', async () => {
    const ids = [await givenStudent(hub, school), await givenStudent(hub, school)];
    const events = await readAll(ids);
    expect(events.map((event) => event.subjectId)).toEqual(ids);
    expect(events[0]).toMatchObject({
      type: 'student.created',
      subjectType: 'Student',
      subject: { __typename: 'Student' },
      data: { student_id: ids[0] },
    });
    expect(events[0].id).toMatch(/^evt_[0-9a-f-]{36}$/);
  });

  it('is read in pages that neither miss nor repeat anything', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 7; n++) ids.push(await givenStudent(hub, school));
    await readAll(ids);
    const seen: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const { log }: { log: Data } = await read(organisationPrincipal(school), {
        after,
        first: 2,
        types: ['student.*'],
      });
      seen.push(...log.events.map((event: Data) => event.id));
      after = log.cursor;
      more = log.hasMore;
    }
    expect(new Set(seen).size).toBe(seen.length);
    const { log } = await read(organisationPrincipal(school), { first: 1000, types: ['student.*'] });
    expect(seen).toEqual(log.events.map((event: Data) => event.id));
  });

  it('shows nobody what happened in another organisation, or what their key has no scope for', async () => {
    const theirs = await givenStudent(hub, other);
    const mine = await givenStudent(hub, school);
    await readAll([theirs, mine], platformPrincipal());
    const { log } = await read(organisationPrincipal(school), { first: 1000 });
    expect(log.events.some((event: Data) => event.subjectId === theirs)).toBe(false);
    const noScope = await read(organisationPrincipal(school, 'payments:read'));
    expect(noScope.log.events).toEqual([]);
    const learner = await read(learnerPrincipal([mine], [school]));
    expect(learner.log.events.map((event: Data) => event.subjectId)).toEqual([mine]);
    expect((await read({ ...organisationPrincipal(school), scopes: [] })).codes).toEqual(['FORBIDDEN']);
  });

  it('streams what was missed and then what happens, without gap or repeat', async () => {
    const first = await givenStudent(hub, school);
    const [seen] = await readAll([first]);
    const missed: string[] = [];
    for (let n = 0; n < 5; n++) missed.push(await givenStudent(hub, school));
    const stream = await subscribe({ types: ['student.created'], after: seen.cursor });
    const live = (async () => {
      const ids: string[] = [];
      for (let n = 0; n < 5; n++) ids.push(await givenStudent(hub, school));
      return ids;
    })();
    const got: string[] = [];
    for (let n = 0; n < 10; n++) got.push((await stream.next()).subjectId);
    expect(got).toEqual([...missed, ...(await live)]);
    await stream.end();
  });

  it('streams only what is about one entity, when asked to', async () => {
    const [one, another] = [await givenStudent(hub, school), await givenStudent(hub, school)];
    const stream = await subscribe({ subject: { type: 'Student', id: one } });
    for (const id of [another, one]) {
      await hub.call(
        'identity',
        organisationPrincipal(school),
        'mutation($id: ID!) { updateStudent(input: {id: $id, grade: "XII"}) { id } }',
        { id },
      );
    }
    let event = await stream.next();
    while (event.type !== 'student.updated') event = await stream.next();
    expect(event.subjectId).toBe(one);
    await stream.end();
  });

  it('shows and streams only what passes a filter', async () => {
    const name = 'Filtered "Siti"';
    const before = await givenStudent(hub, school);
    const [seen] = await readAll([before]);
    const ids = [
      await givenStudent(hub, school, { name }),
      await givenStudent(hub, school, { name: 'Budi' }),
      await givenStudent(hub, school, { name }),
    ];
    await readAll(ids);
    const filter = `data.name = ${JSON.stringify(name)} and type = "student.created"`;
    const wanted = { types: ['student.*'], filter, after: seen.cursor };
    const { log } = await read(organisationPrincipal(school), wanted);
    expect(log.events.map((event: Data) => event.subjectId)).toEqual([ids[0], ids[2]]);
    const stream = await subscribe(wanted);
    expect([(await stream.next()).subjectId, (await stream.next()).subjectId]).toEqual([ids[0], ids[2]]);
    await stream.end();
  });

  it.each([
    ['data.name = ', 'character 13: a text'],
    ['data.grade = "XII"', 'none of the events chosen has data.grade; there are type,'],
    ['data.name > 3', 'character 13: data.name is a text, which 3 is not'],
    ['', 'character 1: a path'],
  ])('refuses the filter %j, and says where it is wrong', async (filter, message) => {
    const variables = { types: ['student.*'], filter };
    const { codes, errors } = await read(organisationPrincipal(school), variables);
    expect(codes).toEqual(['VALIDATION_ERROR']);
    expect(errors[0]?.details).toEqual([{ field: 'filter', message: expect.stringContaining(message) }]);
    await expect(subscribe(variables)).rejects.toMatchObject({ extensions: { code: 'VALIDATION_ERROR' } });
  });

  it('tells of webhooks and their deliveries with what they are now, to those who may manage them', async () => {
    const manager = organisationPrincipal(school, 'read', 'webhooks:manage');
    const input = { name: 'LMS', url: 'https://lms.example.org/hook', events: ['student.*'] };
    const { data } = await hub.call(
      'exchange',
      manager,
      'mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } } }',
      { input },
    );
    const { id } = data.createWebhook.webhook;
    const query = `query($id: ID!) {
      eventLog(types: ["webhook.*"], subject: { id: $id }) { events { subject { ... on Webhook { id name status } } } }
    }`;
    const subjects = async (principal = manager): Promise<Data[]> => {
      const answer = await hub.call('exchange', principal, query, { id });
      expect(answer.errors).toEqual([]);
      return answer.data.eventLog.events.map((event: Data) => event.subject);
    };
    const deadline = Date.now() + 90_000;
    while ((await subjects()).length === 0 && Date.now() < deadline) await new Promise(setImmediate);
    expect(await subjects()).toEqual([{ id, name: 'LMS', status: 'ACTIVE' }]);
    expect(await subjects(organisationPrincipal(school, 'read'))).toEqual([null]);
  });

  it.each([
    ['rubbish', 'CURSOR_INVALID'],
    [
      Buffer.from('01890a5d-ac96-774b-bcce-b302099a8001:2026-01-01:5').toString('base64url'),
      'CURSOR_INVALID',
    ],
  ])('refuses the cursor %s', async (after, code) => {
    expect((await read(organisationPrincipal(school), { after })).codes).toEqual([code]);
    await expect(subscribe({ after })).rejects.toMatchObject({ extensions: { code } });
  });

  it('refuses a cursor beyond its end', async () => {
    const { rows } = await hub.pool.query('SELECT log_id, day::text FROM events.head');
    const after = Buffer.from(`${rows[0].log_id}:${rows[0].day}:999999999`).toString('base64url');
    expect((await read(organisationPrincipal(school), { after })).codes).toEqual(['CURSOR_INVALID']);
  });

  it.each(['payment.complete', 'nothing.*', '*x', 'pay*ment.*', ''])(
    'refuses %j, which means no type of event',
    async (type) => {
      const answer = await read(organisationPrincipal(school), { types: [type] });
      expect([answer.codes, answer.fields]).toEqual([['VALIDATION_ERROR'], ['types']]);
    },
  );

  it.each([0, 1001, -1])('refuses a page of %i events', async (first) => {
    expect((await read(organisationPrincipal(school), { first })).fields).toEqual(['first']);
  });

  it('says which types of events there are, with schema and example', async () => {
    const { data } = await hub.call(
      'exchange',
      organisationPrincipal(school),
      '{ eventTypes(types: ["payment.*"]) { name description owner subjectType schema example } }',
    );
    expect(data.eventTypes.map((type: Data) => type.name)).toEqual([
      'payment.created',
      'payment.status_changed',
      'payment.completed',
    ]);
    expect(data.eventTypes[2]).toMatchObject({
      owner: 'payments',
      subjectType: 'Payment',
      schema: { required: ['payment_id', 'amount', 'student_id'] },
      example: { amount: 500_000 },
    });
  });

  it('says so, and is silent about nothing, when a cursor is older than what is kept', async () => {
    const [event] = await readAll([await givenStudent(hub, school)]);
    const stale = Buffer.from(event.cursor, 'base64url')
      .toString()
      .replace(/:\d{4}-\d{2}-\d{2}:/, ':2020-01-01:');
    const answer = await read(organisationPrincipal(school), {
      after: Buffer.from(stale).toString('base64url'),
    });
    expect(answer.codes).toEqual(['CURSOR_EXPIRED']);
  });
});
