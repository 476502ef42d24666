import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { servicePrincipal } from '../../../platform/auth/principal.ts';
import { errorCatalogue, HubError } from '../../../platform/errors.ts';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';
import { currentRequestId, log } from '../../../platform/log.ts';
import { record } from '../../../schema/events/record.ts';
import type { CredentialService } from './credential.service.ts';
import { Credential } from './credential.ts';

const payload = z.object({
  enrolmentId: z.uuid(),
  /** Picked at completion: `course.completed` has named the page that this credential will have. */
  credentialId: z.uuid(),
  studentId: z.uuid(),
  programId: z.uuid(),
  organisationId: z.uuid(),
});

/**
 * Issues the credential of an enrolment whose program says so; training puts the job on the queue in the
 * transaction that completes the enrolment. Run again it finds the credential, and changes nothing. What
 * can never be issued is kept as a failure that its organisation sees.
 */
export function completionTask(em: EntityManager, service: CredentialService): TaskDefinition {
  return defineTask({
    name: 'credentials.issue-completed',
    payload,
    async run(completed) {
      const fork = em.fork();
      const { credentialId: id, enrolmentId } = completed;
      if ((await fork.count(Credential, { id }, { filters: { fence: false } })) > 0) return;
      const requestId = currentRequestId() ?? uuidv7();
      try {
        await service.issueCompleted(fork, enrolmentId, {
          principal: servicePrincipal('credentials', []),
          requestId,
        });
      } catch (error) {
        if (!(error instanceof HubError) || errorCatalogue[error.code].retryable) throw error;
        log.error({ err: error, enrolmentId }, 'a credential that was promised cannot be issued');
        await keepFailure(em.fork(), completed, error);
      }
    },
  });
}

function keepFailure(em: EntityManager, failed: z.output<typeof payload>, error: HubError): Promise<void> {
  return em.transactional(async (tx) => {
    await tx.getConnection().execute(
      `INSERT INTO credentials.issuance_failures (enrolment_id, organisation_id, student_id, code, message, failed_at)
       VALUES (?, ?, ?, ?, ?, now())
       ON CONFLICT (enrolment_id) DO UPDATE SET code = excluded.code, message = excluded.message, failed_at = now()`,
      [failed.enrolmentId, failed.organisationId, failed.studentId, error.code, error.message],
      'run',
      tx.getTransactionContext(),
    );
    await record(tx, {
      type: 'credential.issuance_failed',
      subject: { type: 'Enrolment', id: failed.enrolmentId },
      audience: [failed.organisationId],
      data: {
        enrolment_id: failed.enrolmentId,
        credential_id: failed.credentialId,
        student_id: failed.studentId,
        program_id: failed.programId,
        code: error.code,
        message: error.message,
      },
      actor: 'service:credentials',
    });
  });
}
