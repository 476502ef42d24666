import type { EntityManager } from '@mikro-orm/postgresql';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { record } from '../../../schema/events/record.ts';
import { type ExportStatus, exportSteps } from './export.state.ts';
import type { CredentialExport } from './export.ts';
import type { Failure } from './outcome.ts';

export const exportTask = 'credential-export';
export const exportChanged = 'credential.export_changed';

/** What a step changes besides the status. */
export type ExportChanges = Partial<
  Pick<
    CredentialExport,
    'attempts' | 'nextAttemptAt' | 'externalId' | 'externalStatus' | 'url' | 'qrCode' | 'succeededAt'
  > & { failure: Failure | null }
>;

/** Takes one step of the state machine within the transaction of `em`, tells the log of it, and sees to the next attempt. */
export async function takeStep(
  em: EntityManager,
  one: CredentialExport,
  to: ExportStatus,
  { failure, ...changes }: ExportChanges,
  actor: string,
): Promise<void> {
  const from = one.status;
  if (!exportSteps[from].includes(to)) throw new Error(`An export that is ${from} cannot become ${to}.`);
  Object.assign(one, { nextAttemptAt: null, ...changes, status: to });
  if (failure !== undefined) {
    one.failureCode = failure?.code ?? null;
    one.failureMessage = failure?.message ?? null;
  }
  await em.flush();
  await enqueueNext(em, one);
  if (from !== to) await recordChange(em, one, from, actor);
}

/**
 * Enqueues the job of `nextAttemptAt` in place of the one that waits. While an attempt is under way
 * that job is the net under it: it finds what a process that died has left.
 */
export async function enqueueNext(em: EntityManager, one: CredentialExport): Promise<void> {
  if (one.nextAttemptAt === null) return;
  const options = { runAt: one.nextAttemptAt, key: `${exportTask}:${one.id}` };
  await enqueue(em, exportTask, { exportId: one.id }, options);
}

/** Tells the log that the status changed; `from` is null when the export is new. */
export function recordChange(
  em: EntityManager,
  one: CredentialExport,
  from: ExportStatus | null,
  actor: string,
): Promise<void> {
  return record(em, {
    type: exportChanged,
    subject: { type: 'Credential', id: one.credentialId },
    audience: one.organisationId === null ? [] : [one.organisationId],
    data: {
      export_id: one.id,
      credential_id: one.credentialId,
      student_id: one.studentId,
      destination: one.destination,
      previous_status: from,
      status: one.status,
      attempts: one.attempts,
      failure_code: one.failureCode,
    },
    actor,
  });
}
