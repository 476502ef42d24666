import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HubError } from '../../platform/errors.ts';
import { plainAddress } from '../../platform/http-client/address-list.ts';
import { sendProblem } from '../problem.ts';
import { type AddressRule, addressRules, ruleFor } from './address-rules.ts';
import { addressGroup } from './caller-key.ts';
import type { Counters } from './counters.ts';
import { GuessWatch } from './guess-watch.ts';

const minuteMs = 60_000;

/**
 * Limits the routes of `addressRules` by the address that calls them, before anything of the request is
 * read. Who comes too often is answered 429 with Retry-After.
 */
export function limitByAddress(app: FastifyInstance, counters: Counters, onRefused: () => void): void {
  const guesses = new Map<AddressRule, GuessWatch>();
  for (const rule of addressRules) {
    if (rule.refusalsPerMinute !== undefined)
      guesses.set(rule, new GuessWatch(counters, `${rule.name}-refused`, rule.refusalsPerMinute));
  }

  // Nearly all requests have no rule, and wait for nothing.
  app.addHook('onRequest', (request, reply, done) => {
    const rule = ruleOf(request);
    if (rule) admit(rule, request, reply).then((admitted) => admitted && done(), done);
    else done();
  });

  /** False when it has been refused, and answered. */
  async function admit(rule: AddressRule, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const address = plainAddress(request.ip);
    const waitMs = guesses.get(rule)?.waitMs(address) ?? 0;
    const { retryMs } =
      waitMs > 0
        ? { retryMs: waitMs }
        : await counters.take({
            key: `address:${addressGroup(address)}`,
            window: { name: rule.name, limit: rule.perMinute, ms: minuteMs },
          });
    if (retryMs === 0) return true;
    onRefused();
    refuse(rule, request, reply, retryMs);
    return false;
  }

  app.addHook('onResponse', (request, reply, done) => {
    const rule = reply.statusCode === 401 ? ruleOf(request) : undefined;
    const watch = rule && guesses.get(rule);
    if (watch) watch.refused(plainAddress(request.ip)).then(() => done(), done);
    else done();
  });
}

function ruleOf({ method, url }: FastifyRequest): AddressRule | undefined {
  return ruleFor(method, url.split('?', 1)[0] ?? '');
}

function refuse({ oauth }: AddressRule, request: FastifyRequest, reply: FastifyReply, retryMs: number): void {
  const retryAfter = Math.max(1, Math.ceil(retryMs / 1000));
  const message = `Too many requests from this address. Try again in ${retryAfter} s.`;
  if (oauth) {
    // OAuth 2.0 has no code of its own for it; clients look for `error` in JSON and take all else for a broken server.
    reply
      .code(429)
      .headers({ 'retry-after': String(retryAfter), 'cache-control': 'no-store' })
      .send({ error: 'temporarily_unavailable', error_description: message });
    return;
  }
  sendProblem(request, reply, new HubError('RATE_LIMITED', { message, extensions: { retryAfter } }));
}
