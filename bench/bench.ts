import { measureAccess } from './access-tokens.ts';
import { measureBulk } from './bulk.ts';
import { measureCredentials } from './credentials.ts';
import { measureDeliveries } from './deliveries.ts';
import { measureFanOut } from './fan-out.ts';
import { measureFences } from './fences.ts';
import { megabytes, type Row, tableOf, times } from './figures.ts';
import { measureGateways } from './gateways.ts';
import { startHub } from './hub.ts';
import { measureHubQuery } from './hub-query.ts';
import { connections } from './load.ts';
import { describeMachine } from './machine.ts';
import { Memory } from './memory.ts';
import { measurePaymentTimes } from './payment-times.ts';
import { measurePermits } from './permits.ts';
import { measurePlacement } from './placement.ts';
import type { Processes } from './processes.ts';
import { writeReadme } from './readme.ts';
import { measureRequestLog } from './request-log.ts';
import { measureRest } from './rest.ts';
import { measured } from './run.ts';
import { measureSdk } from './sdk.ts';
import { measureSecurity } from './security.ts';
import { measureStatusList } from './status-list.ts';
import { measureSubscribers } from './subscribers.ts';

/** A run that takes longer has gone wrong. */
const patienceMinutes = 20;

/** What is run: all of it unless some are named on the command line. */
const parts = {
  gateways: measureShop,
  hub: measureHub,
  subscribers: measureStreams,
  deliveries: measureWebhooks,
  credentials: measureBadges,
  permits: measureMirror,
  access: measureCallers,
  security: measureGuards,
  requests: measureRequests,
  fences: measureTenancy,
  placement: measurePlaces,
  rest: measureFacade,
  bulk: measureRows,
  sdk: measureClient,
};
type Part = keyof typeof parts;

async function measureShop(processes: Processes, folder: string): Promise<Row[]> {
  return measureGateways(processes, folder);
}

async function measureHub(processes: Processes, folder: string): Promise<Row[]> {
  const hub = await startHub(processes, folder, connections);
  const memory = new Memory(hub.pid);
  const idle = await memory.idle();
  const rows = await memory.watch(async () => [
    ...(await measureHubQuery(hub)),
    ...(await measurePaymentTimes(hub)),
    ...(await measureFanOut(hub)),
  ]);
  return [
    ...rows,
    {
      id: 'f',
      what: 'Resident memory of the hub (stand-ins included, PostgreSQL not): the most under the load of (c2) to (e), against idle',
      hub: megabytes(memory.peak),
      against: megabytes(idle),
      ratio: times(memory.peak / idle),
      target: '',
    },
  ];
}

async function measureStreams(processes: Processes, folder: string): Promise<Row[]> {
  return measureSubscribers(processes, folder, { crowd: 10_000, missed: 100_000 });
}

async function measureWebhooks(processes: Processes, folder: string): Promise<Row[]> {
  return measureDeliveries(processes, folder, sustainedMs);
}

async function measureMirror(processes: Processes, folder: string): Promise<Row[]> {
  return measurePermits(processes, folder, 20_000);
}

async function measureBadges(processes: Processes, folder: string): Promise<Row[]> {
  const hub = await startHub(processes, folder, 1);
  const rows = await measureCredentials(hub, { issued: 1000, lastingMs: 10_000 });
  await processes.stop();
  return [...rows, ...(await measureStatusList(processes, folder, 1_000_000))];
}

async function measureCallers(processes: Processes, folder: string): Promise<Row[]> {
  return measureAccess(await startHub(processes, folder, connections), folder, 4);
}

async function measureGuards(processes: Processes, folder: string): Promise<Row[]> {
  return measureSecurity(processes, folder, Number(seconds ?? 3));
}

async function measureRequests(processes: Processes, folder: string): Promise<Row[]> {
  return measureRequestLog(processes, folder, 100_000);
}

async function measureTenancy(processes: Processes, folder: string): Promise<Row[]> {
  return measureFences(processes, folder, Number(seconds ?? 2));
}

async function measurePlaces(processes: Processes, folder: string): Promise<Row[]> {
  return measurePlacement(processes, folder, 100_000);
}

async function measureFacade(processes: Processes, folder: string): Promise<Row[]> {
  return measureRest(await startHub(processes, folder, connections), Number(seconds ?? 3));
}

async function measureClient(_: Processes, folder: string): Promise<Row[]> {
  return measureSdk(folder, 25);
}

async function measureRows(processes: Processes, folder: string): Promise<Row[]> {
  return measureBulk(processes, folder, Number(optionOf('rows') ?? 100_000));
}

const args = process.argv.slice(2);
const optionOf = (option: string) => args.find((arg) => arg.startsWith(`--${option}=`))?.split('=')[1];
const seconds = optionOf('seconds');
/** How long the row of the deliveries is. */
const sustainedMs = Number(seconds ?? 60) * 1000;
const wanted = args.filter((arg): arg is Part => arg in parts);
if (args.some((arg) => !(arg in parts) && arg !== '--write' && !/^--(seconds|rows)=\d+$/.test(arg))) {
  throw new Error(
    `npm run bench -- [--write] [--seconds=60] [--rows=100000] [${Object.keys(parts).join('] [')}]`,
  );
}
if (args.includes('--write') && wanted.length > 0) throw new Error('Only a whole run is written down.');

await measured(patienceMinutes, async (processes, folder) => {
  const rows: Row[] = [];
  for (const part of wanted.length > 0 ? wanted : (Object.keys(parts) as Part[])) {
    console.error(`Measuring: ${part} ...`);
    rows.push(...(await parts[part](processes, folder)));
    await processes.stop();
  }
  const text = `${describeMachine()}\n\n${tableOf(rows)}`;
  process.stdout.write(`\n${text}\n`);
  if (args.includes('--write')) await writeReadme('figures', text);
});
