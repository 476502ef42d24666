import type { EntityManager } from '@mikro-orm/postgresql';

/** An expiry that is known can be prolonged; one that was not known may be by now. */
const askAgainAfter = '30 days';

/** The issued permit whose day of expiry is to be asked for next: never asked before newest first, then the longest ago. */
export async function permitWithoutExpiry(
  em: EntityManager,
): Promise<{ id: string; registrationId: string; number: string } | undefined> {
  const [permit] = await em.getConnection().execute<{ id: string; registrationId: string; number: string }[]>(
    `SELECT id, registration_id AS "registrationId", permit_number AS number FROM permits.permits
       WHERE status = 'ISSUED' AND vanished_at IS NULL AND permit_number IS NOT NULL
         AND (expiry_asked_at IS NULL OR expiry_asked_at < clock_timestamp() - ?::interval)
       ORDER BY expiry_asked_at NULLS FIRST, listed_on DESC, id DESC LIMIT 1`,
    [askAgainAfter],
  );
  return permit;
}
