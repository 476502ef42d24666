import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStream } from '../gateway/fixtures/event-stream.ts';
import { connect, receive, subscriptionsOf, until } from '../gateway/fixtures/websocket-client.ts';
import type { Gateway } from '../gateway/server.ts';
import { identityOf } from '../run/definitions.ts';
import { exchange } from '../subgraphs/exchange/subgraph.ts';
import { givenOrganisation } from '../subgraphs/identity/fixtures.ts';
import { identity } from '../subgraphs/identity/subgraph.ts';
import { gatewayOver } from './gateway-over.ts';
import { platformPrincipal, type SubgraphHarness, startSubgraphs } from './subgraph-harness.ts';

/** What the hub promises; after a standstill there is one more look. */
const soonMs = 5_000;
const query = 'subscription($after: Cursor) { events(after: $after) { id cursor } }';

describe('the streams of a key that is revoked', () => {
  let hub: SubgraphHarness;
  let gateway: Gateway;
  beforeAll(async () => {
    hub = await startSubgraphs([identity, exchange({ baseUrls: {} })]);
    gateway = await gatewayOver(hub.callers, identityOf(hub.subgraphs).authenticator);
  });
  afterAll(async () => {
    await gateway.close();
    await hub.close();
  });

  it("end within five seconds, by websocket and as event streams, and no other key's do", async () => {
    const created = await hub.call(
      'identity',
      platformPrincipal(),
      `mutation($organisation: ID!) {
        createApiKey(input: { name: "Partner", scopes: ["read"], organisationId: $organisation }) {
          key apiKey { id } } }`,
      { organisation: await givenOrganisation(hub, 'SMK Satu', 'SCHOOL') },
    );
    expect(created.errors).toEqual([]);
    const { key, apiKey } = created.data.createApiKey;
    const { consumers } = hub.events;
    const other = await identityOf(hub.subgraphs).createOperatorKey('Other', ['admin']);
    const websocket = receive(connect(gateway, { connectionParams: { 'X-API-Key': key } }), { query });
    const stream = await openStream(gateway, { query }, { 'x-api-key': key });
    const otherWebsocket = connect(gateway, { connectionParams: { 'X-API-Key': other } });
    const untouched = receive(otherWebsocket, { query });
    const untouchedStream = await openStream(gateway, { query }, { 'x-api-key': other });
    await until(async () => (await subscriptionsOf(gateway)) === 4);
    // One for each key's organisation, whatever the transport.
    expect(hub.events.consumers).toBe(consumers + 2);
    await hub.call(
      'identity',
      platformPrincipal(),
      'mutation($id: ID!) { revokeApiKey(input: { id: $id }) { id } }',
      { id: apiKey.id },
    );
    await until(() => websocket.end !== undefined && stream.over, soonMs);
    expect(websocket.end?.error).toMatchObject({ code: 4401 });
    expect(JSON.parse(stream.events.at(-2)?.data ?? '')).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    await until(() => hub.events.consumers === consumers + 1);
    expect(untouched.end).toBeUndefined();
    expect(untouchedStream.over).toBe(false);
    await otherWebsocket.dispose();
    untouchedStream.leave();
  });

  it('end when the key may no longer be used from where they are read', async () => {
    const { data } = await hub.call(
      'identity',
      platformPrincipal(),
      `mutation($organisation: ID!) {
        createApiKey(input: { name: "At work", scopes: ["read"], organisationId: $organisation
          allowedAddresses: ["127.0.0.0/8"] }) { key apiKey { id } } }`,
      { organisation: await givenOrganisation(hub, 'SMK Dua', 'SCHOOL') },
    );
    const { key, apiKey } = data.createApiKey;
    const websocket = receive(connect(gateway, { connectionParams: { 'X-API-Key': key } }), { query });
    const stream = await openStream(gateway, { query }, { 'x-api-key': key });
    await until(async () => (await subscriptionsOf(gateway)) === 2);
    const update = 'mutation($input: UpdateApiKeyInput!) { updateApiKey(input: $input) { id } }';
    const elsewhere = { id: apiKey.id, allowedAddresses: ['203.0.113.7'] };
    await hub.call('identity', platformPrincipal(), update, { input: elsewhere });
    await until(() => websocket.end !== undefined && stream.over, soonMs);
    expect(websocket.end?.error).toMatchObject({
      code: 4403,
      reason: expect.stringContaining('FORBIDDEN: This key may not be used from 127.0.0.1'),
    });
    expect(JSON.parse(stream.events.at(-2)?.data ?? '')).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });
});
