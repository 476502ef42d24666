import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type Exchange, HttpClient, jsonBody } from './http-client.ts';
import { OutsideError } from './outside-error.ts';
import type { HealthOutcome } from './system-health.ts';

type Answer = (request: IncomingMessage, body: string, response: ServerResponse) => void;

let server: Server;
let address: string;
let answer: Answer;
let client: HttpClient;
let lastSeen: Map<string, HealthOutcome>;
let exchanges: Exchange[];

const reply = z.object({ success: z.literal(true), data: z.object({ id: z.string() }) });
const fine = JSON.stringify({ success: true, data: { id: 'A-1', new_field: 1 } });

beforeEach(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => answer(request, body, response));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  lastSeen = new Map();
  const health = {
    report: (system: string, outcome: HealthOutcome) => void lastSeen.set(system, outcome),
  };
  client = new HttpClient({ health, maxReplyBytes: 1000 });
  exchanges = [];
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await client.close();
});

function send(
  url = address,
  body: unknown = { nik: '3201010101010001', client_secret: 'hush' },
  timeoutMs?: number,
) {
  return client.send(
    {
      system: 'vendor',
      method: 'POST',
      url: `${url}/things?token=abc`,
      body: jsonBody(body),
      reply,
      timeoutMs,
    },
    { requestId: 'req-1', record: (exchange) => exchanges.push(exchange) },
  );
}

async function failure(promise: Promise<unknown>): Promise<OutsideError> {
  const error = await promise.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof OutsideError) return error;
  throw error;
}

function answerWith(status: number, body: string, headers: Record<string, string> = {}): void {
  answer = (_request, _body, response) => response.writeHead(status, headers).end(body);
}

describe('a call to an outside system', () => {
  it('sends the exact text that it was given, with the request id', async () => {
    const seen: { body?: string; id?: unknown; type?: unknown } = {};
    answer = (request, body, response) => {
      Object.assign(seen, {
        body,
        id: request.headers['x-request-id'],
        type: request.headers['content-type'],
      });
      response.end(fine);
    };
    const text = '{ "a":1,\n"name":"Ñ" }';
    await client.send(
      {
        system: 'vendor',
        method: 'POST',
        url: address,
        body: { contentType: 'application/json', text },
        reply,
      },
      { requestId: 'req-7\r\n' },
    );
    expect(seen).toEqual({ body: text, id: 'req-7', type: 'application/json' });
  });

  it('tolerates fields that the contract does not name', async () => {
    answerWith(200, fine);
    await expect(send()).resolves.toEqual({ status: 200, reply: { success: true, data: { id: 'A-1' } } });
  });

  it('is recorded once, without secrets and without a NIK in clear', async () => {
    answerWith(200, fine);
    await send();
    expect(exchanges).toHaveLength(1);
    expect(exchanges[0]).toMatchObject({
      system: 'vendor',
      status: 200,
      error: null,
      requestBody: '{"nik":"************0001","client_secret":"[masked]"}',
    });
    expect(exchanges[0]?.url).toMatch(/token=\[masked\]$/);
  });

  it('keeps at most 4 KiB of a body', async () => {
    answerWith(200, fine);
    await send(address, { text: 'é'.repeat(5000) });
    expect(Buffer.byteLength(exchanges[0]?.requestBody ?? '')).toBeLessThanOrEqual(4096);
  });

  it('reports the health of the system as last seen', async () => {
    answerWith(200, fine);
    await send();
    expect(lastSeen.get('vendor')).toMatchObject({ ok: true, error: null });
    answerWith(500, 'oops');
    await failure(send());
    expect(lastSeen.get('vendor')).toMatchObject({ ok: false });
    answerWith(422, JSON.stringify({ success: false, error: { code: 'NO', message: 'no' } }));
    await failure(send());
    expect(lastSeen.get('vendor')).toMatchObject({ ok: true });
    answerWith(401, '');
    await failure(send());
    expect(lastSeen.get('vendor')).toMatchObject({ ok: false });
  });
});

describe('a failed call', () => {
  it('that the system refused is REJECTED and shows the system’s own words', async () => {
    answerWith(
      422,
      JSON.stringify({ success: false, error: { code: 'BAD_NIK', message: '3201010101010001 is unknown' } }),
    );
    const error = await failure(send());
    expect(error).toMatchObject({
      kind: 'REJECTED',
      status: 422,
      vendorCode: 'BAD_NIK',
      vendorMessage: '************0001 is unknown',
      retryable: false,
    });
  });

  it.each([408, 429, 500, 503])('with status %i is UNAVAILABLE and can be tried again', async (status) => {
    answerWith(status, '<html>busy</html>', { 'retry-after': '7' });
    expect(await failure(send())).toMatchObject({
      kind: 'UNAVAILABLE',
      status,
      retryAfterMs: 7000,
      retryable: true,
    });
  });

  it.each([
    ['a web page', 200, '<html>Welcome</html>'],
    ['a proxy’s page with 403', 403, '<!doctype html>'],
    ['an empty 200', 200, ''],
    ['a wrong shape', 200, '{"success":true,"data":{}}'],
    ['a refusal dressed as 200', 200, '{"success":false,"error":{"code":"X","message":"y"}}'],
    ['no JSON', 200, 'ok'],
    ['a redirect', 302, ''],
    ['too many bytes', 200, JSON.stringify({ success: true, data: { id: 'x'.repeat(2000) } })],
  ])('with %s is an INVALID_REPLY, not a refusal', async (_what, status, body) => {
    answerWith(status, body);
    expect(await failure(send())).toMatchObject({ kind: 'INVALID_REPLY', status });
  });

  it('that cannot connect is UNAVAILABLE, and nothing was sent', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await failure(send())).toMatchObject({ kind: 'UNAVAILABLE', status: null });
    expect(exchanges).toMatchObject([{ status: null, error: expect.stringContaining('nothing was sent') }]);
    server.listen(0, '127.0.0.1');
  });

  it('that waited for a connection until its time was up was not sent, and never will be', async () => {
    const waiting: ServerResponse[] = [];
    const full = new Promise<void>((resolve) => {
      answer = (_request, _body, response) => {
        if (waiting.push(response) === 128) resolve();
      };
    });
    const early = Array.from({ length: 128 }, () => send(address, {}, 100_000));
    await full;
    expect(await failure(send(address, {}, 20))).toMatchObject({ kind: 'UNAVAILABLE', status: null });
    for (const response of waiting) response.end(fine);
    await Promise.all(early);
    await client.close();
    expect(waiting).toHaveLength(128);
  });

  const silence: Answer = () => {};
  it.each<[string, Answer]>([
    ['that is not answered in time', silence],
    ['that is dropped before the answer', (request) => request.socket.destroy()],
    [
      'that is dropped in the middle of the answer',
      (request, _body, response) => {
        response.writeHead(200, { 'content-length': '999' }).write('{"success"', () => {
          request.socket.destroy();
        });
      },
    ],
  ])('%s is a TIMEOUT: its outcome is unknown', async (_what, how) => {
    answer = how;
    const timeoutMs = how === silence ? 2_000 : undefined;
    expect(await failure(send(address, {}, timeoutMs))).toMatchObject({
      kind: 'TIMEOUT',
      status: null,
      retryable: true,
    });
    expect(exchanges).toHaveLength(1);
  });
});
