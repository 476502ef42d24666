import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, type GraphAnswer } from './graph-request.ts';
import { innards, RefusingHub } from './refusing-hub.ts';
import type { Data } from './subgraph-harness.ts';

describe('bad subscribers', () => {
  let refusing: RefusingHub;
  beforeAll(async () => {
    refusing = await RefusingHub.start();
  }, 300_000);
  afterAll(() => refusing.close());

  describe('what is asked of events', () => {
    const log = `query($types: [String!], $filter: String, $after: Cursor) {
      eventLog(types: $types, filter: $filter, after: $after) { cursor } }`;
    const stream = `subscription($types: [String!], $filter: String, $after: Cursor) {
      events(types: $types, filter: $filter, after: $after) { cursor } }`;

    it.each<[string, object, string, string]>([
      [
        'a type that there is not',
        { types: ['payment.complete'] },
        'VALIDATION_ERROR',
        'see the query eventTypes',
      ],
      [
        'a wildcard that means nothing',
        { types: ['payments.*'] },
        'VALIDATION_ERROR',
        'see the query eventTypes',
      ],
      [
        'a filter that ends too soon',
        { filter: 'data.amount >' },
        'VALIDATION_ERROR',
        'character 14: a text in double',
      ],
      ['a filter of nothing', { filter: '' }, 'VALIDATION_ERROR', 'character 1: a path such as data.amount'],
      [
        'a filter on what payments have not',
        { types: ['payment.*'], filter: 'data.price > 1' },
        'VALIDATION_ERROR',
        'there are type, subject.type, subject.id, data.payment_id, data.amount',
      ],
      [
        'a filter that takes texts for numbers',
        { filter: 'data.amount > "1"' },
        'VALIDATION_ERROR',
        'data.amount is a number',
      ],
      [
        'a filter with a zero byte',
        { filter: 'data.name = "\u0000"' },
        'VALIDATION_ERROR',
        'is no well-formed text',
      ],
      [
        'a filter of a hundred kilobytes',
        { filter: ' '.repeat(100_000) },
        'VALIDATION_ERROR',
        'at most 2000 characters',
      ],
      ['a cursor that is none', { after: 'rubbish' }, 'CURSOR_INVALID', 'or none to start now'],
      ['a cursor with a zero byte', { after: '\u0000' }, 'VALIDATION_ERROR', 'is no well-formed text'],
      [
        'a cursor of another hub',
        { after: cursor('01890a5d-ac96-774b-bcce-b302099a8001', 5) },
        'CURSOR_INVALID',
        'leave `after` out to start here',
      ],
    ])('%s is refused, in the log and as a stream alike', async (_, variables, code, message) => {
      const answer = await refusing.request(log, { ...variables });
      await refusing.expectRefused(answer, code);
      expect(answer.text).toContain(message);
      expect(await refusalOfStream({ ...variables })).toEqual({
        code,
        message: expect.stringContaining(message),
      });
    });

    it('a cursor beyond the end is CURSOR_INVALID', async () => {
      const { eventLog } = await ask(
        refusing.hub.graphqlUrl,
        refusing.key,
        '{ eventLog(first: 1) { cursor } }',
      );
      const [logId = ''] = Buffer.from(eventLog.cursor, 'base64url').toString().split(':');
      const after = cursor(logId, 999_999_999);
      const answer = await refusing.request(log, { after });
      await refusing.expectRefused(answer, 'CURSOR_INVALID');
      expect(answer.text).toContain('or none to start now');
      expect(await refusalOfStream({ after })).toMatchObject({ code: 'CURSOR_INVALID' });
    });

    function cursor(logId: string, position: number): string {
      return Buffer.from(`${logId}:2026-01-01:${position}`).toString('base64url');
    }

    /** The error that a subscription ends with before it has begun. */
    async function refusalOfStream(variables: object): Promise<Data> {
      const response = await fetch(`${refusing.hub.graphqlUrl}/stream`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          'x-api-key': refusing.key,
        },
        body: JSON.stringify({ query: stream, variables }),
      });
      const text = await response.text();
      expect(text).not.toMatch(innards);
      const { errors } = JSON.parse(/^data: (\{.+)$/m.exec(text)?.[1] ?? '{}');
      return { code: errors[0].extensions.code, message: errors[0].message };
    }
  });

  describe('a webhook', () => {
    const createWebhook = `mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } } }`;
    const valid = { name: 'LMS', url: 'https://lms.example.org/hook', events: ['student.*'] };

    it.each<[string, object, string, string]>([
      [
        'of a type that there is not',
        { events: ['student.made'] },
        'VALIDATION_ERROR',
        'see the query eventTypes',
      ],
      [
        'of a wildcard that means nothing',
        { events: ['pupil.*'] },
        'VALIDATION_ERROR',
        'see the query eventTypes',
      ],
      [
        'with a filter that is none',
        { filter: 'name like Siti' },
        'VALIDATION_ERROR',
        'character 6: one of =',
      ],
      [
        'with a payload that does not parse',
        { payload: '... on Student { name' },
        'VALIDATION_ERROR',
        'line 2, column 2',
      ],
      [
        'with a payload of fields that there are not',
        { payload: '... on Student { naem }' },
        'VALIDATION_ERROR',
        'Did you mean \\"name\\"',
      ],
      [
        'with a payload that costs too much',
        { payload: `... on Student { ${Array.from({ length: 60 }, (_, n) => `a${n}: name`).join(' ')} }` },
        'QUERY_TOO_COMPLEX',
        'split it',
      ],
      [
        'with a URL that is none',
        { url: 'lms.example.org' },
        'VALIDATION_ERROR',
        'such as https://example.org/hook',
      ],
      [
        'with a URL of another kind',
        { url: 'file:///etc/passwd' },
        'VALIDATION_ERROR',
        'such as https://example.org/hook',
      ],
      [
        'with a private address',
        { url: 'https://10.0.0.8/hook' },
        'VALIDATION_ERROR',
        'is not a public address',
      ],
      [
        'with a disguised address',
        { url: 'https://0x0a.8/hook' },
        'VALIDATION_ERROR',
        'is not a public address',
      ],
      [
        'without encryption',
        { url: 'http://lms.example.org/hook' },
        'VALIDATION_ERROR',
        'must begin with https://',
      ],
      [
        'with a password',
        { url: 'https://a:b@lms.example.org/' },
        'VALIDATION_ERROR',
        'no user name or password',
      ],
      [
        'with a network that is none',
        { allowedAddresses: ['8.8.8.8/99'] },
        'VALIDATION_ERROR',
        'such as 203.0.113.7',
      ],
    ])('%s is refused', async (_, wrong, code, message) => {
      const answer = await refusing.request(createWebhook, { input: { ...valid, ...wrong } });
      await refusing.expectRefused(answer, code);
      expect(answer.text).toContain(message);
    });

    it('that leads to the hub itself is refused', async () => {
      for (const url of [
        refusing.hub.graphqlUrl,
        refusing.hub.graphqlUrl.replace('127.0.0.1', 'localhost'),
      ]) {
        await refusing.expectRefused(
          await refusing.request(createWebhook, { input: { ...valid, url } }),
          'VALIDATION_ERROR',
        );
      }
    });

    it('beyond the hundred of an organisation is CONFLICT, and says what to do', async () => {
      const organisationId = (
        await ask(
          refusing.hub.graphqlUrl,
          refusing.hub.apiKeys.admin,
          'mutation { createOrganisation(input: { name: "SMK Ramai", kind: SCHOOL }) { id } }',
        )
      ).createOrganisation.id;
      refusing.before.organisations.totalCount += 1;
      refusing.before.webhooks.totalCount += 100;
      const create = () =>
        refusing.request(createWebhook, { input: { ...valid, organisationId } }, refusing.hub.apiKeys.admin);
      const answers: GraphAnswer[] = [];
      for (let batch = 0; batch < 5; batch++) {
        answers.push(...(await Promise.all(Array.from({ length: 25 }, create))));
      }
      const refused = answers.filter(({ codes }) => codes.length > 0);
      expect(answers.length - refused.length).toBe(100);
      for (const answer of refused) expect(answer.text).toContain('at most 100 webhooks; delete one');
      await refusing.expectRefused(await create(), 'CONFLICT');
    });
  });
});
