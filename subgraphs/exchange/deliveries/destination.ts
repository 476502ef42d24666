import type { EntityManager } from '@mikro-orm/postgresql';

/** Where and how the deliveries of one webhook are sent, as it is kept. */
export interface Destination {
  webhookId: string;
  url: string;
  /** Sealed. */
  secret: string;
  /** Sealed; null when it no longer signs. */
  previousSecret: string | null;
  /** Sealed. */
  headers: string;
  timeoutSeconds: number;
  /** null for all that the hub allows. */
  allowedAddresses: string[] | null;
}

/** What is kept of these webhooks, as far as there are any. */
export async function destinations(em: EntityManager, webhookIds: readonly string[]): Promise<Destination[]> {
  if (webhookIds.length === 0) return [];
  return em.execute<Destination[]>(
    `SELECT id AS "webhookId", url, secret, headers, timeout_seconds AS "timeoutSeconds",
       to_json(allowed_addresses) AS "allowedAddresses",
       CASE WHEN previous_secret_until > now() THEN previous_secret END AS "previousSecret"
     FROM exchange.webhooks WHERE id = ANY(?::uuid[])`,
    [`{${webhookIds.join(',')}}`],
  );
}
