import { AsyncLocalStorage } from 'node:async_hooks';
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

/**
 * The structured log. Secrets and personal data are masked by name wherever they stand in a logged
 * object; NIK is masked at its source as well.
 */
export const log = pino({
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
});
