import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { servicePrincipal } from '../../../platform/auth/principal.ts';
import { insertNew } from '../../../platform/db/insert-new.ts';
import { HubError } from '../../../platform/errors.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';
import { currentRequestId } from '../../../platform/log.ts';
import { record } from '../../../schema/events/record.ts';
import type { AchievementService, AttestedProgram } from '../achievements/achievement.service.ts';
import { Achievement } from '../achievements/achievement.ts';
import type { BadgeSigner, IssuingTerms } from '../credentials/badge-signer.ts';
import {
  type Asking,
  enrolmentSelection,
  type KnownEnrolment,
  programSelection,
} from '../credentials/completed-enrolment.ts';
import { credentialEvent } from '../credentials/credential.events.ts';
import { Credential } from '../credentials/credential.ts';
import { batchTaskName, nextPage } from './credential-batch.service.ts';
import { CredentialBatch, type CredentialBatchFailure, CredentialBatchStatus } from './credential-batch.ts';

/** Enrolments looked at in one job: signing them takes a quarter of a second. */
const pageSize = 50;

const unfenced = { filters: { fence: false } } as const;

interface EnrolmentPage {
  nodes: Omit<KnownEnrolment, 'program'>[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export interface BatchTaskParts {
  em: EntityManager;
  neighbours: Neighbours;
  achievements: AchievementService;
  signer: BadgeSigner;
}

/**
 * Issues one page of a batch, and puts the next on the queue. Credentials, events, counts and the next
 * job are one transaction, so that a page that a crash cut short is simply done again.
 */
export function batchTask(parts: BatchTaskParts): TaskDefinition {
  return defineTask({
    name: batchTaskName,
    payload: z.object({ batchId: z.uuid() }),
    run: ({ batchId }) => runPage(parts, batchId),
  });
}

async function runPage({ em: root, neighbours, achievements, signer }: BatchTaskParts, id: string) {
  const em = root.fork();
  const batch = await em.findOne(CredentialBatch, { id }, unfenced);
  if (batch?.status !== CredentialBatchStatus.RUNNING) return;
  const asking: Asking = {
    principal: servicePrincipal('credentials', ['training:read']),
    requestId: currentRequestId() ?? uuidv7(),
  };
  const program = await programPage(neighbours, batch, asking);
  const { nodes, pageInfo } = program.enrolments;
  const completed = nodes.filter(({ status }) => status === 'COMPLETED');
  const having = await enrolmentsWithCredential(em, completed);
  const due = completed.filter((enrolment) => !having.has(enrolment.id));
  let signed: Credential[] = [];
  if (due.length > 0) {
    const { achievementId } = batch.input;
    const achievement = achievementId
      ? await em.findOneOrFail(Achievement, { id: achievementId }, unfenced)
      : await achievements.ofProgram(em, program);
    const terms = termsOf(batch);
    const orders = due.map((enrolment) => ({ enrolment, terms }));
    signed = await signer.sign(em, program.id, achievement, orders, asking);
  }
  await root.fork().transactional(async (tx) => {
    const current = await tx.findOneOrFail(
      CredentialBatch,
      { id },
      { ...unfenced, lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    // Another worker was faster with this page.
    if (current.position !== batch.position || current.status !== CredentialBatchStatus.RUNNING) return;
    const stored = await insertNew(tx, Credential, signed);
    const issued = signed.filter((credential) => stored.has(credential.id));
    const now = await enrolmentsWithCredential(tx, due);
    const refused = signed.filter((credential) => !stored.has(credential.id));
    current.issued += issued.length;
    current.skipped = [
      ...current.skipped,
      ...having,
      ...refused.filter(({ enrolmentId }) => now.has(enrolmentId)).map(({ enrolmentId }) => enrolmentId),
    ];
    current.failures = [
      ...current.failures,
      ...refused.filter(({ enrolmentId }) => !now.has(enrolmentId)).map(certificateTaken),
    ];
    current.position = pageInfo.endCursor;
    if (!pageInfo.hasNextPage) {
      Object.assign(current, { status: CredentialBatchStatus.DONE, finishedAt: new Date() });
    } else await nextPage(tx, id);
    await tx.flush();
    const caused = { actor: batch.requestedBy, requestId: asking.requestId };
    await record(tx, ...issued.map((credential) => credentialEvent('credential.issued', credential, caused)));
  });
}

async function programPage(neighbours: Neighbours, { programId, position }: CredentialBatch, asking: Asking) {
  const after = position === null ? '' : `, after: ${JSON.stringify(position)}`;
  const program = await neighbours.entity<AttestedProgram & { enrolments: EnrolmentPage }>(
    'training',
    'Program',
    programId,
    `${programSelection} enrolments(first: ${pageSize}${after}) {
       nodes { ${enrolmentSelection} } pageInfo { hasNextPage endCursor } }`,
    asking,
  );
  if (!program) throw new Error(`Program ${programId} is gone.`);
  return program;
}

/** Those that have, or had, a credential: what was revoked is issued anew by a person only. */
async function enrolmentsWithCredential(
  em: EntityManager,
  enrolments: readonly { id: string }[],
): Promise<Set<string>> {
  const where = { enrolmentId: { $in: enrolments.map(({ id }) => id) } };
  const rows = await em.find(Credential, where, { ...unfenced, fields: ['enrolmentId'] });
  return new Set(rows.map(({ enrolmentId }) => enrolmentId));
}

function termsOf({ input }: CredentialBatch): IssuingTerms {
  return {
    ...(input.expiresAt !== null && { expiresAt: new Date(input.expiresAt) }),
    ...(input.holderNameDisplay !== null && { holderNameDisplay: input.holderNameDisplay }),
  };
}

function certificateTaken({ enrolmentId }: Credential): CredentialBatchFailure {
  const { code, message, details } = new HubError('DUPLICATE', {
    message: 'This issuer has used the certificate number before.',
    details: [{ field: 'certificateNumber', message: 'is taken' }],
  });
  return { enrolmentId, error: { code, message, details } };
}
