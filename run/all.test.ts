import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readPidFile } from '../platform/db/embedded/leftover.ts';
import { clusterIn, readLocation } from '../platform/db/embedded/place.ts';
import { killLeftHubs, startHub, startProcess } from '../test/hub-process.ts';

// Several starts of a whole hub, on a machine that may be busy.
jest.setTimeout(400_000);

/** Whichever test is first finds nothing in it, and the others what a hub has left: each may begin with either. */
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'hub process '));
  await chmod(dataDir, 0o711);
});

afterEach(async () => {
  killLeftHubs();
  await until(async () => !(await databaseIsRunning()));
});

afterAll(async () => {
  const place = await readLocation(dataDir);
  if (place) await rm(place, { recursive: true });
  await rm(dataDir, { recursive: true });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('It did not happen within 90 seconds.');
    await sleep(20);
  }
}

async function databaseIsRunning(): Promise<boolean> {
  const file = await readPidFile(clusterIn((await readLocation(dataDir)) ?? dataDir));
  return (
    file !== null &&
    /^[^Z]/.test(spawnSync('ps', ['-o', 'stat=', '-p', String(file.pid)], { encoding: 'utf8' }).stdout)
  );
}

async function readiness(url: string): Promise<number> {
  return (await fetch(`${url}/health/ready`)).status;
}

async function studentsSeenWithDemoKey(url: string): Promise<number> {
  const { graphql, apiKeys } = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8'));
  expect(graphql).toBe(`${url}/graphql`);
  const answer = await fetch(graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': apiKeys.admin },
    body: JSON.stringify({ query: '{ students { totalCount } }' }),
  });
  const { data } = (await answer.json()) as { data: { students: { totalCount: number } } };
  return data.students.totalCount;
}

/** A request whose body is still on its way. */
async function beginRequest(
  url: string,
): Promise<{ socket: Socket; answer: Promise<string>; finish(): void }> {
  const { hostname, port } = new URL(url);
  const body = JSON.stringify({ query: '{ __typename }' });
  const socket = connect(Number(port), hostname);
  const answer = new Promise<string>((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
  const head = `POST /graphql HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  await new Promise<void>((resolve) => socket.write(`${head}${body.slice(0, 5)}`, () => resolve()));
  return { socket, answer, finish: () => void socket.write(body.slice(5)) };
}

describe('npm start', () => {
  it('runs the whole hub, and SIGTERM ends it with nothing left behind', async () => {
    const hub = await startHub(dataDir);
    expect(await readiness(hub.url)).toBe(200);
    hub.kill('SIGTERM');
    expect(await hub.ended).toBe(0);
    expect(await databaseIsRunning()).toBe(false);
  });

  it('answers the requests in flight before it ends', async () => {
    const hub = await startHub(dataDir);
    const request = await beginRequest(hub.url);
    await readiness(hub.url);
    hub.kill('SIGINT');
    await until(async () => hub.output().includes('"ending"'));
    request.finish();
    expect(await request.answer).toContain('{"data":{"__typename":"Query"},"extensions":{"cost":');
    expect(await hub.ended).toBe(0);
  });

  it('exits at once at a second signal', async () => {
    const hub = await startHub(dataDir);
    const request = await beginRequest(hub.url);
    await readiness(hub.url);
    hub.kill('SIGINT');
    // A Ctrl-C arrives twice, from the terminal and from npm; only what comes later is a second one.
    await sleep(600);
    hub.kill('SIGINT');
    expect(await hub.ended).toBe(1);
    request.socket.destroy();
    await request.answer.catch(() => undefined);
  });

  it('takes a Ctrl-C that arrives twice, from the terminal and from npm, for one', async () => {
    const hub = await startHub(dataDir);
    hub.kill('SIGINT');
    hub.kill('SIGINT');
    expect(await hub.ended).toBe(0);
  });

  it('starts again after it was killed, alone or with its whole process group, and is as it was', async () => {
    const first = await startHub(dataDir);
    const before = await studentsSeenWithDemoKey(first.url);
    expect(before).toBeGreaterThan(0);
    first.kill('SIGKILL');
    await first.ended;
    const second = await startHub(dataDir);
    process.kill(-second.pid, 'SIGKILL');
    await second.ended;
    const third = await startHub(dataDir);
    expect(await studentsSeenWithDemoKey(third.url)).toBe(before);
    expect((await stat(path.join(dataDir, 'demo.json'))).mode & 0o777).toBe(0o600);
    third.kill('SIGTERM');
    expect(await third.ended).toBe(0);
  });

  it('refuses a second hub on the same data, and the first one does not notice', async () => {
    const hub = await startHub(dataDir);
    const second = startProcess('all', { DATA_DIR: dataDir, PORT: '0', SANDBOX_PORT: '0' });
    expect(await second.ended).toBe(1);
    expect(second.output().trim()).toBe(
      `Another hub (process ${hub.pid}) is running on ${dataDir}. Stop it, or give this one a DATA_DIR of its own.`,
    );
    expect(await readiness(hub.url)).toBe(200);
    hub.kill('SIGTERM');
    expect(await hub.ended).toBe(0);
  });

  it.each(['PORT', 'SANDBOX_PORT'])('says that the port of %s is taken', async (variable) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const hub = startProcess('all', { DATA_DIR: dataDir, PORT: '0', SANDBOX_PORT: '0', [variable]: port });
    expect(await hub.ended).toBe(1);
    expect(hub.output().trim()).toBe(
      `Port ${port} of 127.0.0.1 is taken by another program. End that one, or set ${variable} to another port.`,
    );
    await new Promise((resolve) => other.close(resolve));
  });

  it('says everything that is wrong with its environment at once', async () => {
    const hub = startProcess('all', {
      PORT: 'http',
      LOG_LEVEL: 'loud',
      GOPAY_API_URL: 'https://gopay.example',
    });
    expect(await hub.ended).toBe(1);
    expect(hub.output().trim().split('\n')).toEqual([
      'The configuration is not valid:',
      '  LOG_LEVEL: must be one of: silent, fatal, error, warn, info, debug, trace',
      '  PORT: must be a port number from 0 to 65535',
      expect.stringMatching(/^ {2}GOPAY_API_KEY is missing/),
      expect.stringMatching(/^ {2}GOPAY_SECRET_KEY is missing/),
    ]);
  });
});
