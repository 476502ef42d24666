import type { ExecutionResult } from 'graphql';
import type { PrincipalTokens } from '../auth/principal-token.ts';
import { HubError } from '../errors.ts';
import { log, withRequestId } from '../log.ts';
import type { CallContext, SubgraphCaller, SubgraphRequest } from './caller.ts';
import { publicError } from './subgraph-request.ts';

/** No GraphQL result: to the gateway a subgraph that shares no secret with it is one that is not there. */
const refusal = { message: 'principal token refused' } as const;

/** Answers one operation on behalf of whom the token names. Never rejects. */
export type Answerer = (
  token: string,
  read: () => SubgraphRequest,
  call: Omit<CallContext, 'principal'>,
) => Promise<ExecutionResult | typeof refusal>;

/** How a subgraph answers what comes from another process. */
export function answererFor(caller: SubgraphCaller, tokens: PrincipalTokens): Answerer {
  return (token, read, call) =>
    withRequestId(call.requestId, async () => {
      try {
        const principal = tokens.verify(token);
        return await caller.execute(read(), { principal, ...call });
      } catch (error) {
        if (!(error instanceof HubError && error.code === 'UNAUTHENTICATED')) {
          return { errors: [publicError(error)] };
        }
        log.error({ err: error }, 'a request without a valid principal token');
        return refusal;
      }
    });
}

/** Whether the token was not accepted. */
export function isRefusal(answer: ExecutionResult | typeof refusal): answer is typeof refusal {
  return answer === refusal;
}
