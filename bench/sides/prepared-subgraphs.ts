import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { anonymous } from '../../platform/auth/principal.ts';
import { type Batch, batchPath } from '../../platform/federation/batch-protocol.ts';
import type { SubgraphRequest } from '../../platform/federation/caller.ts';
import { inProcessCaller } from '../../platform/federation/in-process-caller.ts';
import { openMarket } from '../market/market.ts';
import { announce } from './announce.ts';

// The market's subgraphs with their answers prepared: what is asked for the first time is executed, and what has
// been asked before, byte by byte, is answered with the same bytes. `POST /<subgraph>`; `GET /calls` says how many
// operations were answered, so that a gateway that answers from memory is found out. `POST /<subgraph>/batch` is the
// hub's own way to ask several at once; each of them is answered from what was prepared, too.

/** More different requests than any gateway makes for a few operations. */
const mostAnswers = 20_000;

const callers = new Map(
  Object.entries(openMarket()).map(([name, schema]) => [
    `/${name}`,
    inProcessCaller(name, schema, (call) => call),
  ]),
);
const answers = new Map<string, Buffer>();
/** Of what was asked in batches. */
const results = new Map<string, string>();
let calls = 0;

const headEnd = Buffer.from('\r\n\r\n');

function bytesOf(status: string, body: string): Buffer {
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}`;
  return Buffer.from(`${head}\r\n\r\n${body}`);
}

async function answerOf(path: string, body: string): Promise<Buffer> {
  if (path === '/calls') return bytesOf('200 OK', String(calls));
  if (path.endsWith(batchPath))
    return await batchOf(path.slice(0, -batchPath.length), JSON.parse(body) as Batch);
  const answer = bytesOf('200 OK', await resultOf(path, JSON.parse(body) as SubgraphRequest));
  if (answers.size < mostAnswers) answers.set(`${path} ${body}`, answer);
  return answer;
}

async function batchOf(path: string, { operations, asks }: Batch): Promise<Buffer> {
  calls += asks.length - 1;
  const lines = asks.map(async ({ operation, variables }, index) => {
    const { query = '' } = operations[operation] ?? {};
    const key = `${path} ${query} ${JSON.stringify(variables)}`;
    let result = results.get(key);
    if (result === undefined) {
      result = await resultOf(path, { query, variables });
      if (results.size < mostAnswers) results.set(key, result);
    }
    return `${index} ${result}\n`;
  });
  return bytesOf('200 OK', (await Promise.all(lines)).join(''));
}

async function resultOf(path: string, request: SubgraphRequest): Promise<string> {
  const caller = callers.get(path);
  if (!caller) throw new Error(`There is nothing at ${path}.`);
  return JSON.stringify(await caller.execute(request, { principal: anonymous, requestId: 'bench' }));
}

/** Reads requests one after the other from one connection. */
function serve(socket: Socket): void {
  let pending: Buffer = Buffer.alloc(0);
  let working = false;

  function read(): void {
    while (!working) {
      const end = pending.indexOf(headEnd);
      if (end < 0) return;
      const head = pending.toString('latin1', 0, end);
      if (/\r\ntransfer-encoding:/i.test(head)) {
        socket.destroy(new Error('A gateway sent a body of unknown length.'));
        return;
      }
      const from = end + headEnd.length;
      const to = from + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      if (pending.length < to) return;
      const path = head.slice(head.indexOf(' ') + 1, head.indexOf(' ', head.indexOf(' ') + 1));
      const body = pending.toString('utf8', from, to);
      pending = pending.subarray(to);
      if (path !== '/calls') calls += 1;
      const known = answers.get(`${path} ${body}`);
      if (known) socket.write(known);
      else prepare(path, body);
    }
  }

  function prepare(path: string, body: string): void {
    working = true;
    answerOf(path, body)
      .catch((error: Error) => bytesOf('500 Internal Server Error', error.message))
      .then((answer) => {
        socket.write(answer);
        working = false;
        read();
      });
  }

  socket.setNoDelay();
  socket.on('error', () => socket.destroy());
  socket.on('data', (data: Buffer) => {
    pending = pending.length > 0 ? Buffer.concat([pending, data]) : data;
    read();
  });
}

const server = createServer(serve);
server.listen(0, '127.0.0.1', () => announce(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
