import { z } from 'zod';
import { currentCall } from './calling.ts';
import type { KnownCaller } from './principal.ts';

/** By which a subgraph's process tells the gateway whom its route has recognised; no client ever sees it. */
export const callerHeader = 'x-hub-caller';

const knownCaller = z.object({
  kind: z.enum(['anonymous', 'platform', 'organisation', 'learner', 'service']),
  id: z.string().min(1),
  organisationId: z.string().nullable(),
  userId: z.string().optional(),
  clientId: z.string().optional(),
});

/**
 * While a route outside the graph is served: it has found out who calls (by a client's secret, a cookie, a
 * signature), and the request log says so. Outside of a request nothing happens.
 */
export function recognise({ kind, id, organisationId, userId, clientId }: KnownCaller): void {
  currentCall()?.recognised?.({ kind, id, organisationId, userId, clientId });
}

/** For `callerHeader`. */
export function callerText(caller: KnownCaller): string {
  return Buffer.from(JSON.stringify(caller)).toString('base64url');
}

/** What stands in `callerHeader`; undefined when it holds nobody. */
export function callerOfText(text: unknown): KnownCaller | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return knownCaller.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data;
  } catch {
    // No JSON: written by something that is no hub.
    return undefined;
  }
}
