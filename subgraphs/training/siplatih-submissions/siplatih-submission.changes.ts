import { assertScopes } from '../../../platform/auth/requires-scopes.ts';
import { notFound } from '../../../platform/errors.ts';
import { sees } from '../../../platform/events/visible.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { refuseLearner } from '../organisations/owning-organisation.ts';
import { programById } from '../programs/program.resolver.ts';
import type { SiplatihSubmissionChange } from './siplatih-submission.change.ts';
import type { SubmissionStatus } from './siplatih-submission.state.ts';
import { submissionChanged } from './submission-step.ts';

/**
 * The changes of a program’s submissions, from `after` or from now on. Throws UNAUTHENTICATED, FORBIDDEN,
 * NOT_FOUND for a program that the caller may not see, CURSOR_INVALID, CURSOR_EXPIRED.
 */
export async function submissionChanges(
  { programId, after }: { programId: string; after?: string | null },
  context: SubgraphContext,
): Promise<AsyncIterable<Omit<SiplatihSubmissionChange, 'submission'>>> {
  const { principal, events } = context;
  assertScopes(principal, ['training:read']);
  refuseLearner(principal);
  if (!(await context.load(programById, programId))) throw notFound('program', programId);
  const place = after ? await events.placeOf(after) : undefined;
  return events.stream((event) => {
    const { program_id, submission_id, previous_status, status } = event.data;
    if (event.type !== submissionChanged || program_id !== programId || !sees(principal, event))
      return undefined;
    return {
      cursor: events.cursorOf(event),
      occurredAt: event.occurredAt,
      previousStatus: previous_status as SubmissionStatus | null,
      status: status as SubmissionStatus,
      submissionId: submission_id as string,
    };
  }, place);
}
