import { AsyncLocalStorage } from 'node:async_hooks';
import { hostname } from 'node:os';
import { pino } from 'pino';

/** What every log line of one request, job or outside call carries. */
interface LogContext {
  requestId: string;
}

const contexts = new AsyncLocalStorage<LogContext>();

/** Runs `work` so that its log lines, jobs, events and outside calls carry `requestId`. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return contexts.run({ requestId }, work);
}

/** The id of the request that is being served, or undefined outside one. */
export function currentRequestId(): string | undefined {
  return contexts.getStore()?.requestId;
}

/** A level that pino does not know is reported with the rest of the configuration. */
function knownLevel(wanted = 'info'): string {
  return wanted === 'silent' || wanted in pino.levels.values ? wanted : 'info';
}

/** Each write takes as long as a tenth of a small request: lines of answered requests wait this long for others. */
const linesWaitMs = 20;
/** They wait no longer once they have so many characters together. */
const fullAt = 8_192;

let waiting = '';
let timer: NodeJS.Timeout | undefined;

/** Before pino hears of the end, and writes what it has been given. */
for (const end of ['beforeExit', 'exit'] as const) process.on(end, writeWaiting);

const destination = pino.destination(process.stdout.fd || 1);

function writeWaiting(): void {
  clearTimeout(timer);
  timer = undefined;
  if (waiting === '') return;
  const lines = waiting;
  waiting = '';
  destination.write(lines);
}

/** Takes lines that do not wait, in their order among those that do. */
const promptly = {
  write(line: string): void {
    writeWaiting();
    destination.write(line);
  },
  /** What pino calls after a line about what the process does not survive. */
  flushSync: () => destination.flushSync(),
};

/**
 * The structured log. Secrets and personal data are masked by name wherever they stand in a logged
 * object; NIK is masked at its source as well.
 */
export const log = pino(
  {
    level: knownLevel(process.env.LOG_LEVEL),
    mixin: () => contexts.getStore() ?? {},
    redact: {
      paths: ['authorization', 'password', 'secret', 'nik', 'apiKey', 'token'].flatMap((name) => [
        name,
        `*.${name}`,
        `*.*.${name}`,
      ]),
      censor: '[masked]',
    },
  },
  promptly,
);

/** What is told of a request to an HTTP server when it has been answered. */
export interface AnsweredRequest {
  /** As `request-id.ts` lets it through. */
  requestId: string;
  method: string;
  /** As the server knows it, without what a caller put into it. */
  route: string;
  status: number;
  /** How long it took. */
  ms: number;
}

const levels = { debug: 20, info: 30 } as const;
const origin = JSON.stringify({ pid: process.pid, hostname: hostname() }).slice(1, -1);

/**
 * Logs an answered request. Nothing of it is anybody's to choose, so that it need not be gone through for secrets: that
 * takes ten times as long as to write it.
 */
export function logAnswered(level: keyof typeof levels, request: AnsweredRequest): void {
  if (!log.isLevelEnabled(level)) return;
  const { requestId, method, route, status, ms } = request;
  waiting += `{"level":${levels[level]},"time":${Date.now()},${origin},"requestId":${JSON.stringify(requestId)},"method":"${method}","route":${JSON.stringify(route)},"status":${status},"ms":${Math.round(ms)},"msg":"request"}\n`;
  if (waiting.length >= fullAt) writeWaiting();
  else timer ??= setTimeout(writeWaiting, linesWaitMs).unref();
}
