import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { median, megabytes, milliseconds, rate } from './figures.ts';
import { hotOperations } from './hot-operations.ts';
import { dataOfHub, type RunningHub, startHub } from './hub.ts';
import { ask } from './load.ts';
import { describeMachine, residentBytes } from './machine.ts';
import { readOptions } from './options.ts';
import { type PacedResult, pace } from './pace.ts';
import { type Pressed, press } from './pressure.ts';
import type { Processes } from './processes.ts';
import { writeReadme } from './readme.ts';
import { measured } from './run.ts';
import { markdownTable } from './table.ts';
import { requestBytes } from './wire.ts';

// npm run bench:soak: the whole hub for half an hour at 60 % of what it can, and then at three times as much as it can.

const share = 0.6;
const tooMuch = 3;
/** Few enough that nobody is sent away while the limit is looked for. */
const connectionsAtLimit = 8;
/** They stay open; a hub accepts one new connection at each turn of its event loop. */
const clients = 256;
const settleSeconds = 2;
const promisedMs = 250;
/** Growth over the whole time that is no growth: what is seen from minute to minute anyhow. */
const tolerated = 0.1;

const { write, numbers } = readOptions('npm run bench:soak', { minutes: 30, seconds: 60, overload: 30 }, []);

await measured(numbers.minutes * (numbers.seconds / 60) + 10, async (processes, folder) => {
  const { hub, requestOf } = await furnishedHub(processes, folder);
  const url = `${hub.url}/graphql`;
  const pressed: Pressed = { url, requestOf, pids: [hub.pid] };
  await press(pressed, connectionsAtLimit, 10);
  const limit = (await press(pressed, connectionsAtLimit, 10)).perSecond;
  console.error(`It can answer ${rate(limit)}. Soaking at ${rate(limit * share)} ...`);
  const soaking = { url, requestOf, connections: clients, perSecond: limit * share };
  const minutes: Minute[] = [];
  for (let number = 1; number <= numbers.minutes; number += 1) {
    const result = await pace({ ...soaking, seconds: numbers.seconds, settle: 0 });
    const minute = { ...result, resident: residentBytes(hub.pid) };
    minutes.push(minute);
    console.error(`${number}: p99 ${milliseconds(minute.p99)}, ${megabytes(minute.resident)}`);
  }
  console.error(`At ${tooMuch} times the limit ...`);
  const perSecond = limit * tooMuch;
  const flood = await pace({ ...soaking, perSecond, seconds: numbers.overload, settle: settleSeconds });
  const text = [describeMachine(), soakTable(limit, minutes), floodTable(limit, flood)].join('\n\n');
  process.stdout.write(`\n${text}\n`);
  if (write) await writeReadme('soak figures', text);
});

interface Minute extends PacedResult {
  /** Of the hub's process at the end of the minute. */
  resident: number;
}

/** The hub with its demo data, and what the connections ask it: the hot operations in turn, by different keys. */
async function furnishedHub(
  processes: Processes,
  folder: string,
): Promise<{ hub: RunningHub; requestOf: (connection: number) => Buffer }> {
  const hub = await startHub(processes, folder, 16, { OVERLOAD_PROTECTION: 'on' });
  const demo = JSON.parse(await readFile(path.join(folder, dataOfHub, 'demo.json'), 'utf8')) as {
    apiKeys: { learner: string };
  };
  const requests = hotOperations.map(({ asker, query }) => (connection: number) => {
    const key = asker === 'learner' ? demo.apiKeys.learner : (hub.keys[connection % hub.keys.length] ?? '');
    return requestBytes(`${hub.url}/graphql`, { query }, { 'x-api-key': key });
  });
  // Verifies each key once, which bcrypt makes slow on purpose and the hub then remembers.
  for (const key of [...hub.keys, demo.apiKeys.learner])
    await ask({
      url: `${hub.url}/graphql`,
      query: '{ viewer { kind } }',
      pids: [],
      credentials: () => ({ 'x-api-key': key }),
    });
  return {
    hub,
    requestOf: (connection) =>
      requests[connection % requests.length]?.(Math.floor(connection / requests.length)) ?? Buffer.alloc(0),
  };
}

function soakTable(limit: number, minutes: readonly Minute[]): string {
  const failed = minutes.flatMap(({ statuses }) => [...statuses].filter(([status]) => status !== 200));
  const p99s = minutes.map(({ p99 }) => p99);
  const memory = minutes.map(({ resident }) => resident);
  return markdownTable([
    [
      `${minutes.length} min at ${rate(limit * share)}, 60 % of ${rate(limit)}`,
      'First',
      'Middle',
      'Last',
      'Trend over the time',
      '',
    ],
    ['p99 of a minute', ...threeOf(p99s, milliseconds), ...verdict(p99s)],
    ['Resident memory of the hub', ...threeOf(memory, megabytes), ...verdict(memory)],
    [
      'Not answered with 200',
      failed.map(([status, count]) => `${count} × ${status}`).join(', ') || '0',
      '',
      '',
      '',
      failed.length === 0 ? 'none' : 'not flat',
    ],
  ]);
}

/** Medians of the three thirds. */
function threeOf(values: readonly number[], shown: (value: number) => string): string[] {
  const third = Math.max(1, Math.floor(values.length / 3));
  const middle = Math.floor((values.length - third) / 2);
  return [values.slice(0, third), values.slice(middle, middle + third), values.slice(-third)].map((part) =>
    shown(median(part)),
  );
}

/** How much they have grown by a straight line through the second half, when everything has been asked many times. */
function verdict(values: readonly number[]): [string, string] {
  const half = values.slice(Math.floor(values.length / 2));
  const growth = slopeOf(half) * half.length;
  const relative = growth / median(half);
  const flat = half.length < 2 || relative <= tolerated;
  return [`${relative >= 0 ? '+' : ''}${(100 * relative).toFixed(1)} %`, flat ? 'flat' : 'not flat'];
}

/** By least squares, for each step. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const [above, below] = values.reduce(
    ([over, under], value, x) => [over + (x - middle) * (value - mean), under + (x - middle) ** 2],
    [0, 0],
  );
  return below === 0 ? 0 : above / below;
}

function floodTable(limit: number, flood: PacedResult): string {
  const count = (wanted: (status: number) => boolean) =>
    [...flood.statuses].reduce((sum, [status, times]) => sum + (wanted(status) ? times : 0), 0);
  const counted = numbers.overload - settleSeconds;
  const others = [...flood.statuses].filter(([status]) => ![200, 429, 503].includes(status));
  return markdownTable([
    [`${numbers.overload} s at ${rate(limit * tooMuch)}, three times that`, '', ''],
    ['Answered', rate(count((status) => status === 200) / counted), ''],
    ['Sent away with 429 or 503', rate(count((status) => status === 429 || status === 503) / counted), ''],
    [
      'Anything else',
      others.map(([status, times]) => `${times} × ${status}`).join(', ') || '0',
      others.length === 0 ? 'none' : 'missed',
    ],
    [
      'p99 of what was answered, after two seconds',
      milliseconds(flood.p99),
      `≤ ${promisedMs} ms: ${flood.p99 <= promisedMs ? 'reached' : 'missed'}`,
    ],
  ]);
}
