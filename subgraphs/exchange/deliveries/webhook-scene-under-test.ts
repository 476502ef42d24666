import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import {
  type Data,
  organisationPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { givenOrganisation, givenStudent } from '../../identity/fixtures.ts';
import { identity } from '../../identity/subgraph.ts';
import { exchange } from '../subgraph.ts';
import { Receiver, until } from './receiver-under-test.ts';

const createWebhook =
  'mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { secret webhook { id status } } }';
const ofDelivery = `id eventId eventType status test attemptCount body lastError requestId nextAttemptAt completedAt
  attempts { number requestHeaders responseStatus responseBody error durationMs }`;

/** A school, whose students make events, and its webhooks, deleted after each test; one receiver, new for each test. */
export class WebhookScene {
  hub!: SubgraphHarness;
  school = '';
  receiver = new Receiver();
  webhooks: string[] = [];

  /** To be called within `describe`. */
  static set(): WebhookScene {
    const scene = new WebhookScene();
    beforeAll(() => scene.#start());
    afterAll(() => scene.hub.close());
    beforeEach(async () => {
      scene.receiver = await new Receiver().start();
    });
    afterEach(async () => {
      for (const id of scene.webhooks) await scene.act('deleteWebhook', id);
      scene.webhooks = [];
      await scene.receiver.close();
    });
    return scene;
  }

  async #start(): Promise<void> {
    const targets = { allowPrivate: 'loopback', ownPorts: [] } as const;
    this.hub = await startSubgraphs([
      identity,
      exchange({ baseUrls: {}, webhooks: { targets, retryBaseMs: 20 } }),
    ]);
    this.school = await givenOrganisation(this.hub, 'SMK Satu', 'SCHOOL');
  }

  owner() {
    return organisationPrincipal(this.school, 'webhooks:manage', 'read');
  }

  async run(query: string, variables: Record<string, unknown> = {}, principal = this.owner()): Promise<Data> {
    const { data, errors } = await this.hub.call('exchange', principal, query, variables);
    expect(errors).toEqual([]);
    return data;
  }

  /** A new student of the school's, which is an event. */
  student(fields: Parameters<typeof givenStudent>[2] = {}): Promise<string> {
    return givenStudent(this.hub, this.school, fields);
  }

  async students(count: number): Promise<string[]> {
    const made: string[] = [];
    while (made.length < count) made.push(await this.student());
    return made;
  }

  /** A webhook for new students, to the receiver. */
  async webhook(
    fields: Record<string, unknown> = {},
    principal = this.owner(),
  ): Promise<{ id: string; secret: string }> {
    const input = { name: 'LMS', url: this.receiver.url, events: ['student.created'], ...fields };
    const { createWebhook: made } = await this.run(createWebhook, { input }, principal);
    this.webhooks.push(made.webhook.id);
    return { id: made.webhook.id, secret: made.secret };
  }

  async standing(id: string): Promise<Data> {
    const query = 'query($id: ID!) { webhook(id: $id) { status statusReason failingSince } }';
    return (await this.run(query, { id })).webhook;
  }

  async deliveriesOf(webhookId: string): Promise<Data[]> {
    const data = await this.run(
      `query($filter: WebhookDeliveryFilter) { webhookDeliveries(first: 100, filter: $filter) { nodes { ${ofDelivery} } } }`,
      { filter: { webhookId } },
    );
    return data.webhookDeliveries.nodes.reverse();
  }

  /** The deliveries once all are in `status`, in order. */
  settled(webhookId: string, status: string, count = 1): Promise<Data[]> {
    return until(async () => {
      const found = await this.deliveriesOf(webhookId);
      return found.length === count && found.every((delivery) => delivery.status === status) && found;
    }, `${count} deliveries ${status}`);
  }

  /** Does something with a webhook. */
  act(mutation: string, id: string): Promise<Data> {
    return this.run(`mutation($input: WebhookIdInput!) { ${mutation}(input: $input) { id status } }`, {
      input: { id },
    });
  }

  /** Waits until the event of a student is in the log, and has been fanned out. */
  async logged(student: string): Promise<void> {
    await until(async () => {
      const { rows } = await this.hub.pool.query(
        `SELECT 1 FROM events.log, exchange.webhook_checkpoint AS checkpoint
         WHERE subject_id = $1 AND checkpoint.position >= log.position`,
        [student],
      );
      return rows.length > 0;
    }, 'the event fanned out');
  }
}
