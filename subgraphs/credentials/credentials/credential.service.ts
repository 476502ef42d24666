import type { FilterQuery } from '@mikro-orm/postgresql';
import { duplicateError } from '../../../platform/db/duplicate.ts';
import { HubError, invalid } from '../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { record } from '../../../schema/events/record.ts';
import { completedEnrolment } from './completed-enrolment.ts';
import type { CredentialFilter, IssueCredentialInput } from './credential.inputs.ts';
import { Credential, CredentialStatus } from './credential.ts';

const duplicates = {
  credentials_certificate: () =>
    new HubError('DUPLICATE', {
      message: 'This issuer has used the certificate number before.',
      details: [{ field: 'certificateNumber', message: 'is taken' }],
    }),
  credentials_enrolment: () =>
    new HubError('DUPLICATE', {
      message: 'A credential was issued for this enrolment already.',
      details: [{ field: 'enrolmentId', message: 'has a credential' }],
    }),
};

export class CredentialService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /**
   * Issues the credential of a completed enrolment, in the name of the organisation whose program it
   * was. Throws VALIDATION_ERROR, CONFLICT (not completed), DUPLICATE (enrolment or certificate number),
   * FORBIDDEN for learners.
   */
  async issue(input: IssueCredentialInput, context: SubgraphContext): Promise<Credential> {
    const { principal, requestId, em } = context;
    if (principal.kind === 'learner')
      throw new HubError('FORBIDDEN', { message: 'A learner’s key cannot do this.' });
    checkValidity(input);
    const { enrolmentId, ...own } = input;
    const enrolment = await completedEnrolment(enrolmentId, context, this.#neighbours);
    const { program, student } = enrolment;
    const credential = Object.assign(new Credential(), {
      organisationId: program.organisation.id,
      studentId: student.id,
      programId: program.id,
      enrolmentId,
      name: program.name,
      description: program.description,
      skkniCode: program.skkniCode,
      score: enrolment.finalScore,
      certificateNumber: enrolment.certificateNumber,
      ...given(own),
    });
    return em
      .transactional(async (tx) => {
        tx.persist(credential);
        await tx.flush();
        await record(tx, {
          type: 'credential.issued',
          subject: { type: 'Credential', id: credential.id },
          audience: [credential.organisationId],
          data: { credential_id: credential.id, student_id: student.id, program_id: program.id },
          actor: principal.id,
          requestId,
        });
        return credential;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  list(filter: CredentialFilter | null, page: PageArgs, context: SubgraphContext): Promise<Page<Credential>> {
    const { status, ...exact } = given(filter);
    const where = { $and: [exact, status ? ofStatus(status) : {}] } as FilterQuery<Credential>;
    return findPage(context.em, Credential, where, page);
  }
}

function checkValidity({ issuedAt, expiresAt }: IssueCredentialInput): void {
  const now = new Date();
  if (issuedAt && issuedAt > now) throw invalid('issuedAt', 'must not be in the future');
  if (expiresAt && expiresAt <= (issuedAt ?? now)) throw invalid('expiresAt', 'must be after it is issued');
}

function ofStatus(status: CredentialStatus): FilterQuery<Credential> {
  const now = new Date();
  switch (status) {
    case CredentialStatus.EXPIRED:
      return { decidedStatus: CredentialStatus.ACTIVE, expiresAt: { $lte: now } };
    case CredentialStatus.ACTIVE:
      return { decidedStatus: status, $or: [{ expiresAt: null }, { expiresAt: { $gt: now } }] };
    default:
      return { decidedStatus: status };
  }
}
