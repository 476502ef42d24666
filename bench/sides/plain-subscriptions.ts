import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, GraphQLScalarType } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { Topic } from '../../gateway/fixtures/topic.ts';
import { announce } from './announce.ts';

// graphql-ws as its own documentation sets it up, over one subscription that has the same fields as the
// hub's, with its events in memory. `POST /?count=n` publishes n events, and
// answers how many listen.

interface Message {
  id: string;
  cursor: string;
  type: string;
  data: object;
}

const schema = buildSchema(`
  scalar JSONObject
  type Query { ok: Boolean! }
  type Subscription { events(types: [String!]): EventMessage! }
  type EventMessage { id: ID! cursor: String! type: String! data: JSONObject! }
`);
Object.assign(
  schema.getType('JSONObject') as GraphQLScalarType,
  new GraphQLScalarType({ name: 'JSONObject' }),
);

const topic = new Topic<{ events: Message }>();
let published = 0;
const server = createServer((request, response) => {
  const count = Number(new URL(request.url ?? '', 'http://localhost').searchParams.get('count'));
  for (let n = 0; n < count; n += 1) {
    published += 1;
    const message = {
      id: `evt_01a0c2a4-7b1c-7000-8000-${String(published).padStart(12, '0')}`,
      cursor: Buffer.from(`01a0c2a4-7b1c-7000-8000-000000000000:2026-11-21:${published}`).toString(
        'base64url',
      ),
      type: 'student.created',
      data: {
        student_id: '01a0c2a4-7b1c-7000-8000-000000000001',
        name: 'Siti Rahmawati',
        email: 'siti@example.org',
      },
    };
    topic.publish({ events: message });
  }
  response.end(String(topic.size));
});
useServer(
  { schema, roots: { subscription: { events: () => topic.subscribe() } } },
  new WebSocketServer({ server, path: '/graphql' }),
);
server.listen(0, '127.0.0.1', () => announce(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
