import type { EntityManager } from '@mikro-orm/postgresql';
import type { Permit, PermitStatus } from '../permits/permit.ts';

/** A permit as the registry tells it. */
export type PermitRecord = Pick<
  Permit,
  | 'registrationId'
  | 'applicantName'
  | 'permitTypeName'
  | 'permitNumber'
  | 'receivedOn'
  | 'status'
  | 'rawStatus'
>;

/** A row as it will be; `changed` when that is another than before. */
export type MergedPermit = PermitRecord & { id: string; changed: boolean };

/** A row as it stands before a page is taken in. */
export interface KnownPermit {
  id: string;
  registrationId: string;
  applicantName: string | null;
  permitTypeName: string | null;
  permitNumber: string | null;
  receivedOn: string | null;
  status: PermitStatus;
  rawStatus: string;
  organisationId: string | null;
  sweptIn: number | null;
  vanished: boolean;
}

/** The rows of a page that are there already, locked in one order, by registration id. */
export async function lockKnown(
  em: EntityManager,
  registrationIds: readonly string[],
): Promise<Map<string, KnownPermit>> {
  const rows = await em.getConnection().execute<KnownPermit[]>(
    `SELECT id, registration_id AS "registrationId", applicant_name AS "applicantName",
       permit_type_name AS "permitTypeName", permit_number AS "permitNumber", received_on::text AS "receivedOn",
       status, raw_status AS "rawStatus", organisation_id AS "organisationId", swept_in AS "sweptIn",
       vanished_at IS NOT NULL AS vanished
     FROM permits.permits
     WHERE registration_id IN (SELECT jsonb_array_elements_text(?::jsonb))
     ORDER BY registration_id FOR UPDATE`,
    [JSON.stringify(registrationIds)],
    'all',
    em.getTransactionContext(),
  );
  return new Map(rows.map((row) => [row.registrationId, row]));
}

/** Writes a page in one statement: what is new, what changed, and of all when they were seen. */
export async function upsert(
  em: EntityManager,
  rows: readonly MergedPermit[],
  page: { at: Date; sweep?: number },
): Promise<void> {
  if (rows.length === 0) return;
  await em.getConnection().execute(
    `INSERT INTO permits.permits AS known (id, registration_id, applicant_name, permit_type_name, permit_number,
       received_on, status, raw_status, pdf_imported, pdf_signed, created_at, updated_at, last_seen_at, swept_in)
     SELECT id, "registrationId", "applicantName", "permitTypeName", "permitNumber", "receivedOn", status,
       "rawStatus", false, false, given.at, given.at, given.at, given.sweep
     FROM (SELECT ?::timestamptz AS at, ?::integer AS sweep) AS given, jsonb_to_recordset(?::jsonb) AS row(
       id uuid, "registrationId" text, "applicantName" text, "permitTypeName" text, "permitNumber" text,
       "receivedOn" date, status text, "rawStatus" text)
     ON CONFLICT (registration_id) DO UPDATE SET
       applicant_name = excluded.applicant_name,
       permit_type_name = excluded.permit_type_name,
       permit_number = excluded.permit_number,
       received_on = excluded.received_on,
       status = excluded.status,
       raw_status = excluded.raw_status,
       last_seen_at = excluded.last_seen_at,
       swept_in = coalesce(excluded.swept_in, known.swept_in),
       vanished_at = NULL,
       updated_at = CASE
         WHEN (known.applicant_name, known.permit_type_name, known.permit_number, known.received_on, known.status,
             known.raw_status, known.vanished_at)
           IS DISTINCT FROM (excluded.applicant_name, excluded.permit_type_name, excluded.permit_number,
             excluded.received_on, excluded.status, excluded.raw_status, NULL::timestamptz)
         THEN excluded.updated_at ELSE known.updated_at END`,
    [page.at.toISOString(), page.sweep ?? null, JSON.stringify(rows)],
    'run',
    em.getTransactionContext(),
  );
}
