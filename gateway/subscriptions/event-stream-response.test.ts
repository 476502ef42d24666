import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { openStream } from '../fixtures/event-stream.ts';
import { until } from '../fixtures/websocket-client.ts';
import type { Gateway } from '../server.ts';
import { EventStreamResponse } from './event-stream-response.ts';

describe('an event stream', () => {
  let app: FastifyInstance;
  let stream: EventStreamResponse;
  let gateway: Gateway;
  beforeEach(async () => {
    app = fastify({ forceCloseConnections: true });
    app.post('/graphql/stream', async (_request, reply) => {
      stream = new EventStreamResponse(reply, 20);
    });
    gateway = { url: await app.listen({ host: '127.0.0.1', port: 0 }) } as Gateway;
  });
  afterEach(() => app.close());

  it('is kept alive by comments while nothing happens', async () => {
    const client = await openStream(gateway, {});
    await until(() => client.comments > 3);
    expect(stream.send('next', '{"a":1}', 'c1')).toBe(true);
    await until(() => client.events.length === 1);
    expect(client.events).toEqual([{ event: 'next', id: 'c1', data: '{"a":1}' }]);
    client.leave();
    await until(() => stream.gone.aborted);
    expect(stream.send('next', '{}')).toBe(false);
  });

  it('is cut off when the client reads nothing at all any more', async () => {
    const client = await openStream(gateway, {});
    client.pause();
    expect(stream.send('next', `"${'x'.repeat(30_000_000)}"`)).toBe(false);
    await until(() => stream.gone.aborted);
    client.leave();
  });
});
