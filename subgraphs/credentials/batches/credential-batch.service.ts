import type { EntityManager } from '@mikro-orm/postgresql';
import { duplicateError } from '../../../platform/db/duplicate.ts';
import { HubError, invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { Achievement } from '../achievements/achievement.ts';
import { checkValidity } from '../credentials/credential.service.ts';
import { refuseLearner } from '../issuers/owning-organisation.ts';
import type { IssueCredentialsInput } from './credential-batch.inputs.ts';
import { CredentialBatch } from './credential-batch.ts';

export const batchTaskName = 'credentials.issue-batch';

const duplicates = {
  batches_running: () =>
    new HubError('CONFLICT', {
      message: 'Credentials of this program are being issued; wait until that is done.',
    }),
};

export class CredentialBatchService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /**
   * Begins to issue the credentials of a program, in the background. Throws VALIDATION_ERROR, CONFLICT while
   * it goes on already, FORBIDDEN for learners.
   */
  async start(input: IssueCredentialsInput, context: SubgraphContext): Promise<CredentialBatch> {
    const { em, principal } = context;
    refuseLearner(principal);
    checkValidity(input);
    const organisationId = await this.#organisationOf(input.programId, context);
    const achievementId = input.achievementId ?? null;
    if (achievementId !== null && !(await em.findOne(Achievement, { id: achievementId, organisationId })))
      throw invalid('achievementId', 'names no achievement of the organisation');
    const batch = Object.assign(new CredentialBatch(), {
      organisationId,
      programId: input.programId,
      requestedBy: principal.id,
      input: {
        achievementId,
        expiresAt: input.expiresAt?.toISOString() ?? null,
        holderNameDisplay: input.holderNameDisplay ?? null,
      },
    });
    return em
      .transactional(async (tx) => {
        tx.persist(batch);
        await tx.flush();
        await nextPage(tx, batch.id);
        return batch;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  async #organisationOf(programId: string, { principal, requestId }: SubgraphContext): Promise<string> {
    const program = await this.#neighbours.entity<{ organisation: { id: string } }>(
      'training',
      'Program',
      programId,
      'organisation { id }',
      { principal: { ...principal, scopes: ['training:read'] }, requestId },
    );
    if (!program) throw invalid('programId', 'names no program');
    return program.organisation.id;
  }
}

/** Puts the next page of a batch on the queue, in the transaction of `tx`. */
export function nextPage(tx: EntityManager, batchId: string): Promise<void> {
  return enqueue(tx, batchTaskName, { batchId });
}
