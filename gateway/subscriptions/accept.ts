import { type GraphQLError, OperationTypeNode } from 'graphql';
import type { Principal } from '../../platform/auth/principal.ts';
import { HubError } from '../../platform/errors.ts';
import type { CallContext } from '../../platform/federation/caller.ts';
import type { Arrived, Entrance } from '../entrance/entrance.ts';
import type { ErrorFormatter } from '../errors.ts';
import type { PlannedOperation } from '../execution/executor.ts';
import { type OperationRunner, variableErrors } from '../execution/operation-runner.ts';

/** What decides whether an operation is run. */
export interface Acceptance {
  runner: OperationRunner;
  entrance: Entrance;
  /** How errors are shown to a caller. */
  formatErrorFor: (principal: Principal) => ErrorFormatter;
}

/** An operation as a client sent it. */
export interface Asked extends Arrived {
  variables?: Readonly<Record<string, unknown>> | null | undefined;
  operationName?: string | null | undefined;
  /** The cursor of what the client has already: a subscription goes on behind it, as its variable `$after`. */
  resumeAfter?: string | undefined;
}

/** What an accepted operation carries from being read to being run. */
export interface Accepted {
  planned: PlannedOperation;
  variables: Readonly<Record<string, unknown>>;
  context: CallContext;
}

/**
 * Reads, checks and plans an operation; with what is wrong with its document or variables, otherwise.
 *
 * @throws HubError what the entrance throws; BAD_REQUEST for an operation name that is not there, or a
 * subscription that is to be resumed and has no variable for it
 */
export function accept(
  { entrance }: Acceptance,
  asked: Asked,
  call: Omit<CallContext, 'signal'>,
): Accepted | readonly GraphQLError[] {
  const document = entrance.enter(asked, call.principal);
  const wrong = document.errors();
  if (wrong) return wrong;
  const planned = document.plan(asked.operationName);
  const variables = { ...asked.variables, ...resumption(planned, asked.resumeAfter) };
  const errors = variableErrors(planned, variables);
  if (errors) return errors;
  return { planned, variables, context: call };
}

function resumption({ operation }: PlannedOperation, after: string | undefined): { after?: string } {
  if (after === undefined || operation.operation !== OperationTypeNode.SUBSCRIPTION) return {};
  if (operation.variableDefinitions?.some(({ variable }) => variable.name.value === 'after'))
    return { after };
  // Going on from now, as if nothing had been missed, would be a gap that nobody sees.
  throw new HubError('BAD_REQUEST', {
    message: 'A subscription that is resumed by Last-Event-ID must take its cursor from a variable $after.',
  });
}
