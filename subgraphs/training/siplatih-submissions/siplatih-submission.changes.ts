import { notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { changes } from '../../../schema/events/changes.ts';
import { refuseLearner } from '../organisations/owning-organisation.ts';
import { programById } from '../programs/program.resolver.ts';
import type { SiplatihSubmissionChange } from './siplatih-submission.change.ts';
import type { SubmissionStatus } from './siplatih-submission.state.ts';
import { submissionChanged } from './submission-step.ts';

/**
 * The changes of a program’s submissions, from `after` or from now on. Throws UNAUTHENTICATED, FORBIDDEN,
 * NOT_FOUND for a program that the caller may not see, CURSOR_INVALID, CURSOR_EXPIRED.
 */
export function submissionChanges(
  { programId, after }: { programId: string; after?: string | null },
  context: SubgraphContext,
): Promise<AsyncIterable<Omit<SiplatihSubmissionChange, 'submission'>>> {
  return changes(context, {
    type: submissionChanged,
    scopes: ['training:read'],
    after,
    async admit() {
      refuseLearner(context.principal);
      if (!(await context.load(programById, programId))) throw notFound('program', programId);
    },
    tell({ program_id, submission_id, previous_status, status }) {
      if (program_id !== programId) return undefined;
      return {
        previousStatus: previous_status as SubmissionStatus | null,
        status: status as SubmissionStatus,
        submissionId: submission_id,
      };
    },
  });
}
