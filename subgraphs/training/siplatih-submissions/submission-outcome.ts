import { databaseTime } from '../../../platform/db/database-time.ts';
import type { EventLog } from '../../../platform/events/event-log.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { openStatuses, SubmissionStatus } from './siplatih-submission.state.ts';
import type { SiplatihSubmission } from './siplatih-submission.ts';
import { submissionChanged } from './submission-step.ts';

/** Says from now on that a submission of the program changed. To be opened before the change that is waited for. */
export function newsOfProgram(events: EventLog, programId: string): AsyncIterableIterator<true> {
  return events.stream((event) =>
    event.type === submissionChanged && event.data.program_id === programId ? true : undefined,
  );
}

/**
 * Waits until the hub has done with the submission, or will do nothing with it soon, at most
 * `patienceMs`, or until the caller is gone; `submission` is then as it is stored.
 */
export async function waitForOutcome(
  { em, signal }: SubgraphContext,
  submission: SiplatihSubmission,
  news: AsyncIterableIterator<true>,
  patienceMs: number,
): Promise<void> {
  const stop = () => void news.return?.();
  const timer = setTimeout(stop, patienceMs);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const deadline = (await databaseTime(em)) + patienceMs;
    while (waiting(submission, deadline)) {
      const { done } = await news.next();
      await em.refresh(submission);
      if (done) break;
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

function waiting({ status, nextAttemptAt }: SiplatihSubmission, deadline: number): boolean {
  if (!openStatuses.includes(status)) return false;
  const later = nextAttemptAt !== null && nextAttemptAt.getTime() > deadline;
  return status === SubmissionStatus.SENT || !later;
}
