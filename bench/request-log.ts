import path from 'node:path';
import { buildSchema, getOperationAST, parse } from 'graphql';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { anonymous } from '../platform/auth/principal.ts';
import { loggedOperation, type RunningOperation } from '../platform/request-log/logged-operation.ts';
import { RequestLog } from '../platform/request-log/request-log.ts';
import { type Row, rate, times } from './figures.ts';
import type { Processes } from './processes.ts';

const plainRequests = 5_000;
/** Plain statements at a time. */
const atOnce = 8;
const pieces = 1_000;

const principal = { ...anonymous, kind: 'organisation', id: uuidv7(), organisationId: uuidv7() } as const;

/**
 * Row (r): requests described, masked and stored in the log, with what they add up to, and what of the gateway's
 * time that takes; beside one statement for each that inserts the same row into a table without an index.
 */
export async function measureRequestLog(
  processes: Processes,
  folder: string,
  requests: number,
): Promise<Row[]> {
  const script = path.join(import.meta.dirname, 'sides', 'postgres.js');
  const side = processes.start('postgres', [script, path.join(folder, 'data of requests')], {}, 'load');
  const url = await processes.ready('postgres', side, () => /^listening at (\S+)$/m.exec(side.output())?.[1]);
  const pool = new pg.Pool({ connectionString: url, max: atOnce });
  try {
    await pool.query('CREATE TABLE plain AS SELECT * FROM requests.log');
    const started = performance.now();
    let left = plainRequests;
    await Promise.all(Array.from({ length: atOnce }, () => insertWhile(pool, () => left-- > 0)));
    const plain = (plainRequests * 1000) / (performance.now() - started);
    const { perSecond, cpuMicros } = await logged(pool, requests);
    return [
      {
        id: 'r',
        what: 'Requests written to the log, and what of a request’s time that takes, against a plain INSERT for each',
        hub: `${rate(perSecond)}, ${cpuMicros.toFixed(1)} µs CPU`,
        against: rate(plain),
        ratio: times(perSecond / plain),
        target: '',
      },
    ];
  } finally {
    await pool.end();
    await processes.stop();
  }
}

async function logged(pool: pg.Pool, requests: number): Promise<{ perSecond: number; cpuMicros: number }> {
  const log = new RequestLog(pool, { capacity: requests });
  const running = operation();
  const started = performance.now();
  const before = process.cpuUsage();
  for (let n = 0; n < requests; n += 1) {
    log.add({
      startedAt: Date.now(),
      ms: (n % 500) + 0.5,
      requestId: uuidv7(),
      principal,
      transport: 'HTTP',
      method: 'POST',
      path: '/graphql',
      operation: loggedOperation(running, { first: 20, filter: { name: 'Siti', ids: [principal.id] } }),
      status: 200,
      outcome: 'OK',
      codes: [],
      address: '203.0.113.7',
      agent: 'bench',
    });
    // As between requests, the event loop turns.
    if (n % pieces === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await log.close();
  const { user, system } = process.cpuUsage(before);
  const perSecond = (requests * 1000) / (performance.now() - started);
  return { perSecond, cpuMicros: (user + system) / requests };
}

async function insertWhile(pool: pg.Pool, more: () => boolean): Promise<void> {
  while (more()) {
    await pool.query(
      `INSERT INTO plain (id, at, request_id, organisation_id, caller_kind, caller_id, transport, method, path,
         operation_type, operation_name, fields, variables, status, outcome, codes, ms, address, agent)
       VALUES ($1, now(), $2, $3, 'organisation', $4, 'HTTP', 'POST', '/graphql', 'query', 'People', '{people}', $5, 200,
         'OK', '{}', 12.5, '203.0.113.7', 'bench')`,
      [
        uuidv7(),
        uuidv7(),
        principal.organisationId,
        principal.id,
        { first: 20, filter: { name: '[masked]' } },
      ],
    );
  }
}

function operation(): RunningOperation {
  const schema = buildSchema(
    'input Filter { name: String ids: [ID!] } type Query { people(first: Int, filter: Filter): [String!] }',
  );
  const document = parse(
    'query People($first: Int, $filter: Filter) { people(first: $first, filter: $filter) }',
  );
  const found = getOperationAST(document);
  if (!found) throw new Error('no operation');
  return { schema, document, operation: found, fragments: {} };
}
