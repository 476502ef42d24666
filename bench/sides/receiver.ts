import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodySignature, standardSignature } from '../../subgraphs/exchange/webhooks/webhook.secret.ts';
import { announce } from './announce.ts';

// An endpoint that answers at once. It counts what has come, each id once, looks at the signatures of one
// delivery in a hundred, and keeps under /timed when each came.

const secret = process.env.SECRET ?? '';
const seen = new Set<string>();
let bad = 0;
let arrivals: [id: string, at: number][] = [];

const server = createServer((request, response) => {
  const at = performance.timeOrigin + performance.now();
  if (request.method === 'GET') {
    response.end(JSON.stringify({ count: seen.size, bad, arrivals }));
    arrivals = [];
    return;
  }
  let body = '';
  request.setEncoding('utf8').on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const id = String(request.headers['webhook-id']);
    seen.add(id);
    if (seen.size % 100 === 0 && !isSigned(request.headers, id, body)) bad += 1;
    if (request.url === '/timed') arrivals.push([JSON.parse(body).data.student_id, at]);
    response.end('ok');
  });
});

function isSigned(headers: NodeJS.Dict<string | string[]>, id: string, body: string): boolean {
  const standard = standardSignature(secret, id, Number(headers['webhook-timestamp']), body);
  return (
    headers['webhook-signature'] === standard &&
    headers['x-skillpassport-signature'] === bodySignature(secret, body)
  );
}

server.listen(0, '127.0.0.1', () => announce(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
