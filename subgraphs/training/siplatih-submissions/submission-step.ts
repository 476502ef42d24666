import type { EntityManager } from '@mikro-orm/postgresql';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { record } from '../../../schema/events/record.ts';
import { type SubmissionStatus, submissionSteps } from './siplatih-submission.state.ts';
import type { SiplatihSubmission } from './siplatih-submission.ts';

export const submissionTask = 'siplatih-submission';
export const submissionChanged = 'siplatih_submission.status_changed';

/** What a step changes besides the status. */
export type SubmissionChanges = Pick<SiplatihSubmission, 'attempts' | 'lastError' | 'nextAttemptAt'>;

/** Takes one step of the state machine within the transaction of `em`, tells the log of it, and sees to the next attempt. */
export async function takeStep(
  em: EntityManager,
  submission: SiplatihSubmission,
  to: SubmissionStatus,
  changes: Partial<SubmissionChanges>,
  actor: string,
): Promise<void> {
  const from = submission.status;
  if (!submissionSteps[from].includes(to))
    throw new Error(`A submission that is ${from} cannot become ${to}.`);
  Object.assign(submission, { nextAttemptAt: null, ...changes, status: to });
  await em.flush();
  await enqueueNext(em, submission);
  if (from !== to) await recordChange(em, submission, from, actor);
}

/**
 * Enqueues the job of `nextAttemptAt` in place of the one that waits. While an attempt is under way
 * that job is the net under it: it finds what a process that died has left.
 */
export async function enqueueNext(em: EntityManager, submission: SiplatihSubmission): Promise<void> {
  if (submission.nextAttemptAt === null) return;
  const options = { runAt: submission.nextAttemptAt, key: `${submissionTask}:${submission.id}` };
  await enqueue(em, submissionTask, { submissionId: submission.id }, options);
}

/** Tells the log that the status changed; `from` is null when the submission is new. */
export function recordChange(
  em: EntityManager,
  submission: SiplatihSubmission,
  from: SubmissionStatus | null,
  actor: string,
): Promise<void> {
  return record(em, {
    type: submissionChanged,
    subject: { type: 'SiplatihSubmission', id: submission.id },
    audience: [submission.organisationId],
    data: {
      submission_id: submission.id,
      program_id: submission.programId,
      kind: submission.kind,
      previous_status: from,
      status: submission.status,
      attempts: submission.attempts,
    },
    actor,
  });
}
