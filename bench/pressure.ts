import { quantile } from './figures.ts';
import { processorMs, processorMsOfTrees, residentBytes } from './machine.ts';
import { type WireAnswer, WireConnection } from './wire.ts';

/** One side under pressure. */
export interface Pressed {
  url: string;
  /** What each connection sends, by its number: no two are the same caller. */
  requestOf(connection: number): Buffer;
  /** The bytes that every answer must be; what is answered is not looked at when absent. */
  expected?: Buffer;
  /** The processes of the side; their children count as theirs, but for memory. */
  pids: readonly number[];
  /** The processes that share the core of the load generator. */
  beside?: readonly number[];
}

export interface Pressure {
  perSecond: number;
  /** Requests that were answered. */
  answered: number;
  /** Processor time of the side for one request, in milliseconds. */
  cpuMs: number;
  /** Time until half, and 99 of 100, of the answers had come, in milliseconds. */
  p50: number;
  p99: number;
  /** The most memory of the side that was seen. */
  resident: number;
  /** How busy the load generator's core was with what the bench runs there, 0 to 1. */
  generatorBusy: number;
}

const sampleMs = 200;

/**
 * Keeps `connections` connections busy, each with its next request as soon as it has the last answer.
 *
 * @throws when a request is not answered with 200 and what is expected: figures of a side that errs mean nothing
 */
export async function press(side: Pressed, connections: number, seconds: number): Promise<Pressure> {
  const times: number[] = [];
  const busyBefore = processorMsOfTrees(side.pids);
  const besideBefore = processorMs(side.beside ?? []);
  const cpu = process.cpuUsage();
  const started = performance.now();
  const until = started + seconds * 1000;
  let resident = 0;
  const sampling = setInterval(() => {
    resident = Math.max(
      resident,
      side.pids.reduce((sum, pid) => sum + residentBytes(pid), 0),
    );
  }, sampleMs);
  try {
    await Promise.all(
      Array.from({ length: connections }, (_, number) => keepBusy(side, number, until, times)),
    );
  } finally {
    clearInterval(sampling);
  }
  const elapsed = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const beside = processorMs(side.beside ?? []) - besideBefore;
  return {
    perSecond: times.length / (elapsed / 1000),
    answered: times.length,
    cpuMs: (processorMsOfTrees(side.pids) - busyBefore) / times.length,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    resident,
    generatorBusy: ((user + system) / 1000 + beside) / elapsed,
  };
}

function keepBusy(side: Pressed, number: number, until: number, times: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    const answered = ({ status, asExpected }: WireAnswer) => {
      const now = performance.now();
      if (status !== 200 || !asExpected) {
        connection.close();
        reject(new Error(`${side.url} answered ${status}${asExpected ? '' : ' with something else'}.`));
        return;
      }
      times.push(now - sent);
      if (now < until) ask(now);
      else {
        connection.close();
        resolve();
      }
    };
    const connection = new WireConnection(side.url, side.requestOf(number), side.expected, {
      answered,
      failed: reject,
    });
    const ask = (now: number) => {
      sent = now;
      connection.send();
    };
    ask(performance.now());
  });
}
