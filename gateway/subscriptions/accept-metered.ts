import type { GraphQLError } from 'graphql';
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
  { requestId, ...caller }: Caller & { requestId: string },
): Promise<Metered> {
  const { metering } = options;
  const accepted = accept(options, asked, { ...caller, requestId });
  if ('planned' in accepted)
    return { accepted, meter: await metering?.admit(caller, accepted.planned, accepted.variables) };
  await metering?.refusedDocument(caller);
  return { accepted, meter: undefined };
}
