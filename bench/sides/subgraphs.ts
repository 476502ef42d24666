import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openShop } from '../../gateway/fixtures/shop.ts';
import { anonymous } from '../../platform/auth/principal.ts';
import { inProcessCaller } from '../../platform/federation/in-process-caller.ts';
import { announce } from './announce.ts';

// The shop's subgraphs over HTTP, as lean as they can be served: `POST /<subgraph>`, and `GET /calls`
// says how many operations they have answered, so that a gateway that answers from memory is found out.

let calls = 0;
const callers = Object.fromEntries(
  Object.entries(openShop().schemas).map(([name, schema]) => [
    `/${name}`,
    inProcessCaller(name, schema, (call) => call),
  ]),
);

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const server = createServer(async (request, response) => {
  const caller = callers[request.url ?? ''];
  if (!caller) {
    response.end(String(calls));
    return;
  }
  calls += 1;
  const result = await caller.execute(JSON.parse(await bodyOf(request)), {
    principal: anonymous,
    requestId: 'bench',
  });
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(result));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => announce(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
