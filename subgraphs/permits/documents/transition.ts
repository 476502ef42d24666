import type { EntityManager } from '@mikro-orm/postgresql';
import { LockMode } from '@mikro-orm/postgresql';
import { HubError, notFound } from '../../../platform/errors.ts';
import { record } from '../../../schema/events/record.ts';
import { Permit } from '../permits/permit.ts';
import { DocumentStatus, mayBecome } from './document.state.ts';
import { PermitDocument } from './permit-document.ts';

/** The document with its row and its permit’s locked, in the transaction of `em`. Throws NOT_FOUND. */
export async function lockDocument(em: EntityManager, id: string): Promise<PermitDocument> {
  const locked = { filters: { fence: false }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const found = await em.findOne(PermitDocument, { id }, { filters: { fence: false }, fields: ['permitId'] });
  if (!found) throw notFound('document', id);
  // The permit first, as linking it to an organisation does: no deadlock.
  await em.findOneOrFail(Permit, { id: found.permitId }, locked);
  return em.findOneOrFail(PermitDocument, { id }, locked);
}

/** Throws CONFLICT unless the document may take that step. */
function assertMayBecome(document: PermitDocument, to: DocumentStatus): void {
  if (mayBecome(document.status, to)) return;
  throw new HubError('CONFLICT', {
    message: `A document that is ${document.status} cannot become ${to}.`,
  });
}

/** Stores a new document, in the transaction of `em`. */
export async function begin(em: EntityManager, document: PermitDocument): Promise<void> {
  em.persist(document);
  await tell(em, document, null, document.createdBy);
}

/** Takes a step of the state machine in the transaction of `em`: status, what the permit shows, and the event together. */
export async function take(
  em: EntityManager,
  document: PermitDocument,
  to: DocumentStatus,
  actor: string,
): Promise<void> {
  assertMayBecome(document, to);
  const from = document.status;
  document.status = to;
  document.importId = null;
  document.signatureUnknown = false;
  await tell(em, document, from, actor);
}

/** Marks the signature as one whose outcome nobody knows. */
export async function takeUnknown(
  em: EntityManager,
  document: PermitDocument,
  why: string,
  actor: string,
): Promise<void> {
  document.signatureUnknown = true;
  document.attention = why;
  await tell(em, document, document.status, actor);
}

/** Tells that what was to be imported was not. */
export async function tellImportFailed(
  em: EntityManager,
  document: PermitDocument,
  actor: string,
): Promise<void> {
  await em.flush();
  const { importedFrom, importProblem } = document;
  const permit = await em.findOneOrFail(Permit, { id: document.permitId }, { filters: { fence: false } });
  await record(em, {
    type: 'permit.document_import_failed',
    subject: { type: 'Permit', id: permit.id },
    audience: permit.organisationId === null ? [] : [permit.organisationId],
    data: {
      permit_id: permit.id,
      registration_id: permit.registrationId,
      document_id: document.id,
      imported_from: importedFrom ?? '',
      problem: importProblem ?? '',
    },
    actor,
  });
}

async function tell(
  em: EntityManager,
  document: PermitDocument,
  from: DocumentStatus | null,
  actor: string,
): Promise<void> {
  await em.flush();
  const permit = await showOnPermit(em, document.permitId);
  await record(em, {
    type: 'permit.document_changed',
    subject: { type: 'Permit', id: permit.id },
    audience: permit.organisationId === null ? [] : [permit.organisationId],
    data: {
      permit_id: permit.id,
      registration_id: permit.registrationId,
      permit_number: permit.permitNumber,
      document_id: document.id,
      previous_status: from,
      status: document.status,
      signature_unknown: document.signatureUnknown,
      reason: document.reason,
      sha256: (document.signed ?? document.original)?.sha256 ?? null,
    },
    actor,
  });
}

/** What the permit, whose row is locked, says itself of its documents. */
async function showOnPermit(em: EntityManager, permitId: string): Promise<Permit> {
  const all = { filters: { fence: false } } as const;
  const permit = await em.findOneOrFail(Permit, { id: permitId }, all);
  const documents = await em.find(PermitDocument, { permitId }, { ...all, orderBy: { id: 'asc' } });
  const { DRAFT, SIGNED, VERIFIED, REJECTED, CANCELLED } = DocumentStatus;
  permit.pdfImported = documents.some(({ status }) => ![DRAFT, REJECTED, CANCELLED].includes(status));
  const holding = documents.filter(({ status }) => [SIGNED, VERIFIED].includes(status));
  permit.pdfSigned = holding.length > 0;
  permit.qrCode = holding.at(-1)?.qrCode ?? null;
  await em.flush();
  return permit;
}
