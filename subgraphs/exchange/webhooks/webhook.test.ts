import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../platform/auth/scopes.ts';
import { recordedEvents } from '../../../test/recorded-events.ts';
import {
  type Data,
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { givenOrganisation } from '../../identity/fixtures.ts';
import { identity } from '../../identity/subgraph.ts';
import { exchange } from '../subgraph.ts';

const fields = `id name url events filter allowedAddresses status statusReason retrySchedule retryCount timeoutSeconds
  headers { name value } organisation { id }`;
const create = `mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { secret webhook { ${fields} } } }`;

describe('webhooks', () => {
  let hub: SubgraphHarness;
  let school: string;
  const owner = (...scopes: Scope[]) => organisationPrincipal(school, 'webhooks:manage', ...scopes);
  const valid = { name: 'LMS', url: 'https://lms.example.org/hook', events: ['student.*'] };
  beforeAll(async () => {
    hub = await startSubgraphs([identity, exchange({ baseUrls: {} })]);
    school = await givenOrganisation(hub, 'SMK Satu', 'SCHOOL');
  });
  afterAll(() => hub.close());

  async function given(
    input: object = {},
    principal = owner('read'),
  ): Promise<{ secret: string; webhook: Data }> {
    const { data, errors } = await hub.call('exchange', principal, create, { input: { ...valid, ...input } });
    expect(errors).toEqual([]);
    return data.createWebhook;
  }

  const mutate = (mutation: string, type: string, input: object, principal = owner('read')) =>
    hub.call(
      'exchange',
      principal,
      `mutation($input: ${type}!) { ${mutation}(input: $input) { ${fields} } }`,
      {
        input,
      },
    );

  it('are not directed elsewhere by a key that may not read what they send', async () => {
    const { webhook } = await given({ events: ['*'] }, owner('read'));
    const url = 'https://elsewhere.example.org/hook';
    const refused = await mutate('updateWebhook', 'UpdateWebhookInput', { id: webhook.id, url }, owner());
    expect([refused.codes, refused.errors[0]?.message]).toEqual([
      ['FORBIDDEN'],
      'The webhook sends what needs read; its url is changed by a key that has this.',
    ]);
    const renamed = { id: webhook.id, name: 'LMS 2' };
    expect(
      (await mutate('updateWebhook', 'UpdateWebhookInput', renamed, owner())).data.updateWebhook,
    ).toMatchObject({ name: 'LMS 2', url: valid.url });
    const moved = await mutate(
      'updateWebhook',
      'UpdateWebhookInput',
      { id: webhook.id, url },
      owner('admin'),
    );
    expect(moved.data.updateWebhook.url).toBe(url);
  });

  it('have a secret that is shown once and kept sealed, as are the values of their headers', async () => {
    const { secret, webhook } = await given({ headers: [{ name: 'X-Tenant', value: 'hush-hush' }] });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).toEqual({
      ...valid,
      id: webhook.id,
      filter: null,
      allowedAddresses: null,
      status: 'ACTIVE',
      statusReason: null,
      retrySchedule: 'EXPONENTIAL',
      retryCount: 3,
      timeoutSeconds: 30,
      headers: [{ name: 'X-Tenant', value: '[masked]' }],
      organisation: { id: school },
    });
    const { rows } = await hub.pool.query('SELECT * FROM exchange.webhooks WHERE id = $1', [webhook.id]);
    expect(JSON.stringify(rows)).not.toContain('hush-hush');
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6));
    expect(hub.cipher.open(rows[0].secret)).toBe(secret);
  });

  it('change, pause, resume and are deleted, and each of it is an event', async () => {
    const { webhook } = await given();
    const { id } = webhook;
    const updated = await mutate('updateWebhook', 'UpdateWebhookInput', {
      id,
      name: 'New LMS',
      retryCount: 0,
    });
    expect(updated.data.updateWebhook).toEqual({ ...webhook, name: 'New LMS', retryCount: 0 });
    const paused = await mutate('pauseWebhook', 'WebhookIdInput', { id });
    expect(paused.data.pauseWebhook).toMatchObject({
      status: 'PAUSED',
      statusReason: 'Its owner paused it.',
    });
    await mutate('pauseWebhook', 'WebhookIdInput', { id });
    const resumed = await mutate('resumeWebhook', 'WebhookIdInput', { id });
    expect(resumed.data.resumeWebhook).toMatchObject({ status: 'ACTIVE', statusReason: null });
    const deleted = await mutate('deleteWebhook', 'WebhookIdInput', { id });
    expect(deleted.data.deleteWebhook).toMatchObject({ id, name: 'New LMS' });
    const gone = await mutate('deleteWebhook', 'WebhookIdInput', { id });
    expect(gone.codes).toEqual(['NOT_FOUND']);
    const told = await recordedEvents(hub, { subjectId: id });
    expect(told.map(({ type }) => type)).toEqual([
      'webhook.created',
      'webhook.updated',
      'webhook.status_changed',
      'webhook.status_changed',
      'webhook.deleted',
    ]);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ url: '' }, 'url'],
    [{ url: 'http://lms.example.org/hook' }, 'url'],
    [{ url: 'https://127.0.0.1/hook' }, 'url'],
    [{ url: 'https://10.0.0.8/hook' }, 'url'],
    [{ url: 'https://localhost/hook' }, 'url'],
    [{ url: 'https://user:secret@lms.example.org/hook' }, 'url'],
    [{ events: [] }, 'events'],
    [{ events: ['student.create'] }, 'events'],
    [{ events: ['students.*'] }, 'events'],
    [{ events: ['webhook_delivery.status_changed'] }, 'events'],
    [{ filter: '' }, 'filter'],
    [{ filter: 'data.name = ' }, 'filter'],
    [{ filter: 'data.amount > 1' }, 'filter'],
    [{ filter: 'data.name > 1' }, 'filter'],
    [{ events: ['*'], filter: 'data.event_id exists' }, 'filter'],
    [{ allowedAddresses: [] }, 'allowedAddresses'],
    [{ allowedAddresses: ['lms.example.org'] }, 'allowedAddresses.0'],
    [{ allowedAddresses: ['8.8.8.8', '8.8.8.0/33'] }, 'allowedAddresses.1'],
    [{ allowedAddresses: ['8.8.8.0/24/24'] }, 'allowedAddresses.0'],
    [{ allowedAddresses: ['2001:4860::/129'] }, 'allowedAddresses.0'],
    [{ allowedAddresses: ['::ffff:8.8.8.8'] }, 'allowedAddresses.0'],
    [{ allowedAddresses: ['fe80::1%eth0'] }, 'allowedAddresses.0'],
    [{ allowedAddresses: ['8.8.8.0/24'], url: 'https://9.9.9.9/hook' }, 'url'],
    [{ retryCount: 11 }, 'retryCount'],
    [{ timeoutSeconds: 0 }, 'timeoutSeconds'],
    [{ headers: [{ name: 'no spaces', value: '' }] }, 'headers.0.name'],
    [{ headers: [{ name: 'Webhook-Id', value: '1' }] }, 'headers.0.name'],
    [{ headers: [{ name: 'Host', value: 'internal' }] }, 'headers.0.name'],
    [{ headers: [{ name: 'X-Tenant', value: 'a\r\nb: c' }] }, 'headers.0.value'],
    [{ organisationId: '0198c1de-0000-7000-8000-00000000dead' }, 'organisationId'],
  ])('refuse %j, and say which field is wrong', async (input, field) => {
    const answer = await hub.call('exchange', owner('read'), create, { input: { ...valid, ...input } });
    expect([answer.codes, answer.fields]).toEqual([['VALIDATION_ERROR'], [field]]);
    if (!('organisationId' in input)) {
      const { webhook } = await given();
      const update = await mutate('updateWebhook', 'UpdateWebhookInput', { id: webhook.id, ...input });
      expect([update.codes, update.fields]).toEqual([['VALIDATION_ERROR'], [field]]);
      await mutate('deleteWebhook', 'WebhookIdInput', { id: webhook.id });
    }
  });

  it('have a filter that fits their events, also when these change, and that null takes away', async () => {
    const filter = 'data.name != "Budi"';
    const { webhook } = await given({ filter });
    expect(webhook.filter).toBe(filter);
    const update = async (input: object) => {
      const answer = await mutate('updateWebhook', 'UpdateWebhookInput', { id: webhook.id, ...input });
      return answer.data ? answer.data.updateWebhook.filter : answer.fields;
    };
    expect(await update({ name: 'LMS' })).toBe(filter);
    expect(await update({ events: ['payment.*'] })).toEqual(['filter']);
    const large = 'data.amount >= 100000';
    expect(await update({ events: ['payment.*'], filter: large })).toBe(large);
    expect(await update({ events: ['student.*'], filter: null })).toBeNull();
  });

  it('keep to addresses that their owner allows, until null takes them away', async () => {
    const allowedAddresses = ['8.8.8.0/24', '2001:4860::/32'];
    const { webhook } = await given({ allowedAddresses, url: 'https://8.8.8.8/hook' });
    expect(webhook.allowedAddresses).toEqual(allowedAddresses);
    const update = async (input: object) => {
      const answer = await mutate('updateWebhook', 'UpdateWebhookInput', { id: webhook.id, ...input });
      return answer.data ? answer.data.updateWebhook.allowedAddresses : answer.fields;
    };
    expect(await update({ url: 'https://9.9.9.9/hook' })).toEqual(['url']);
    expect(await update({ url: 'https://[2001:4860::1]/hook' })).toEqual(allowedAddresses);
    expect(await update({ allowedAddresses: ['8.8.8.8'] })).toEqual(['url']);
    expect(await update({ allowedAddresses: null })).toBeNull();
  });

  it('need a scope of their own, which writing does not imply, and the scope to read what they send', async () => {
    const withScopes = (principal: ReturnType<typeof owner>) =>
      hub.call('exchange', principal, create, { input: valid });
    expect((await withScopes(organisationPrincipal(school, 'read', 'write'))).codes).toEqual(['FORBIDDEN']);
    expect((await withScopes(owner('payments:read'))).codes).toEqual(['FORBIDDEN']);
    expect((await withScopes(learnerPrincipal([], [school], 'webhooks:manage', 'read'))).codes).toEqual([
      'FORBIDDEN',
    ]);
    expect((await withScopes(organisationPrincipal(school, 'admin'))).codes).toEqual([]);
  });

  it('are made by the operator for an organisation, which has to be named', async () => {
    const { webhook } = await given({ organisationId: school }, platformPrincipal());
    expect(webhook.organisation.id).toBe(school);
    const answer = await hub.call('exchange', platformPrincipal(), create, { input: valid });
    expect(answer.fields).toEqual(['organisationId']);
  });

  it('are at most a hundred in an organisation', async () => {
    const crowded = await givenOrganisation(hub, 'SMK Ramai', 'SCHOOL');
    const principal = organisationPrincipal(crowded, 'admin');
    const answers = await Promise.all(
      Array.from({ length: 103 }, () => hub.call('exchange', principal, create, { input: valid })),
    );
    expect(answers.flatMap(({ codes }) => codes)).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT']);
    const page = await hub.call('exchange', principal, '{ webhooks(first: 1) { totalCount nodes { id } } }');
    expect(page.data.webhooks).toMatchObject({ totalCount: 100, nodes: [{}] });
  });
});
