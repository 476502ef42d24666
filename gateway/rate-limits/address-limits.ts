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

  app.addHook('onRequest', async (request, reply) => {
    const rule = ruleOf(request);
    if (!rule) return undefined;
    const address = plainAddress(request.ip);
    const waitMs = guesses.get(rule)?.waitMs(address) ?? 0;
    const { retryMs } =
      waitMs > 0
        ? { retryMs: waitMs }
        : await counters.take({
            key: `address:${addressGroup(address)}`,
            window: { name: rule.name, limit: rule.perMinute, ms: minuteMs },
          });
    if (retryMs === 0) return undefined;
    onRefused();
    return refuse(rule, request, reply, retryMs);
  });

  app.addHook('onResponse', async (request, reply) => {
    if (reply.statusCode !== 401) return;
    const rule = ruleOf(request);
    if (rule) await guesses.get(rule)?.refused(plainAddress(request.ip));
  });
}

function ruleOf({ method, url }: FastifyRequest): AddressRule | undefined {
  return ruleFor(method, url.split('?', 1)[0] ?? '');
}

function refuse(
  { oauth }: AddressRule,
  request: FastifyRequest,
  reply: FastifyReply,
  retryMs: number,
): FastifyReply {
  const retryAfter = Math.max(1, Math.ceil(retryMs / 1000));
  const message = `Too many requests from this address. Try again in ${retryAfter} s.`;
  if (oauth) {
    // OAuth 2.0 has no code of its own for it; clients look for `error` in JSON and take all else for a broken server.
    return reply
      .code(429)
      .headers({ 'retry-after': String(retryAfter), 'cache-control': 'no-store' })
      .send({ error: 'temporarily_unavailable', error_description: message });
  }
  return sendProblem(request, reply, new HubError('RATE_LIMITED', { message, extensions: { retryAfter } }));
}
