import type { GraphQLError } from 'graphql';
import type { CallContext } from '../../platform/federation/caller.ts';
import type { Caller } from '../rate-limits/limiter.ts';
import type { Meter, Metering } from '../rate-limits/metering.ts';
import { type Acceptance, type Accepted, type Asked, accept } from './accept.ts';

/** An operation that has been read, and what its meter says of it. */
export interface Metered {
  accepted: Accepted | readonly GraphQLError[];
  /** Asked before the operation runs, by `check`. Undefined where nobody is limited, or nothing is to run. */
  meter: Meter | undefined;
}

/** `accept`, and what was accepted is counted for its caller, as is what could not be. */
export async function acceptMetered(
  options: Acceptance & { metering: Metering | undefined },
  asked: Asked,
  call: Caller & Omit<CallContext, 'signal'>,
): Promise<Metered> {
  const { metering } = options;
  const accepted = accept(options, asked, call);
  if ('planned' in accepted)
    return { accepted, meter: await metering?.admit(call, accepted.planned, accepted.variables) };
  await metering?.refusedDocument(call);
  return { accepted, meter: undefined };
}
