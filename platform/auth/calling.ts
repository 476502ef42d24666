import { AsyncLocalStorage } from 'node:async_hooks';
import type { KnownCaller, Principal } from './principal.ts';

/** Who calls, and from where, while a call is being served. */
export interface Calling {
  readonly principal: Principal;
  /** The client's address, where the gateway has told it. */
  readonly address?: string | undefined;
  /** Hears whom a route outside the graph has recognised; see known-caller.ts. */
  recognised?: (caller: KnownCaller) => void;
}

const calls = new AsyncLocalStorage<Calling>();

/** Runs `work` so that what it leaves in the audit log tells who called. */
export function whileCalling<T>(calling: Calling, work: () => T): T {
  return calls.run(calling, work);
}

/** The call that is being served, or undefined outside one: in a job, or at the command line. */
export function currentCall(): Calling | undefined {
  return calls.getStore();
}
