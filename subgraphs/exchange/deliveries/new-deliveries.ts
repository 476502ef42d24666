import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type { LoggedEvent } from '../../../platform/events/event.ts';
import type { Webhook } from '../webhooks/webhook.ts';
import { type Enveloped, envelope } from './envelope.ts';

/** An event for a webhook. */
export interface NewDelivery {
  webhook: Pick<Webhook, 'id' | 'organisationId' | 'payloadSubjects'>;
  /** Without a subject, nothing can be selected of it. */
  event: Enveloped & Partial<Pick<LoggedEvent, 'position' | 'requestId' | 'subject'>>;
}

/**
 * Stores deliveries to be made at once, or as soon as their payload has been selected; one that the
 * webhook has already is left as it is. Returns the ids of the new ones.
 */
export async function addDeliveries(
  em: EntityManager,
  deliveries: readonly NewDelivery[],
): Promise<string[]> {
  if (deliveries.length === 0) return [];
  const bodies = new Map<string, string>();
  const rows = deliveries.map(({ webhook, event }) => {
    const body = bodies.get(event.id) ?? envelope(event);
    bodies.set(event.id, body);
    const { subject } = event;
    const selected = subject && webhook.payloadSubjects.includes(subject.type);
    return {
      id: uuidv7(),
      webhook_id: webhook.id,
      organisation_id: webhook.organisationId,
      event_uuid: event.id,
      event_type: event.type,
      position: event.position ?? null,
      body,
      request_id: event.requestId ?? null,
      subject_type: selected ? subject.type : null,
      subject_id: selected ? subject.id : null,
    };
  });
  const added = await em.execute<{ id: string }[]>(
    `WITH new AS (
       SELECT * FROM jsonb_to_recordset(?::jsonb) AS row(
         id uuid, webhook_id uuid, organisation_id uuid, event_uuid uuid, event_type text, position bigint,
         body text, request_id text, subject_type text, subject_id text)
     ), added AS (
       INSERT INTO exchange.webhook_deliveries
         (id, webhook_id, organisation_id, event_uuid, event_type, position, body, request_id, due_at)
       SELECT id, webhook_id, organisation_id, event_uuid, event_type, position, body, request_id,
         CASE WHEN subject_id IS NULL THEN now() ELSE 'infinity' END
       FROM new
       ON CONFLICT (webhook_id, event_uuid) DO NOTHING RETURNING id
     ), rendered AS (
       INSERT INTO exchange.webhook_renderings (delivery_id, subject_type, subject_id)
       SELECT id, subject_type, subject_id FROM new JOIN added USING (id) WHERE subject_id IS NOT NULL
     )
     SELECT id FROM added`,
    [JSON.stringify(rows)],
  );
  return added.map(({ id }) => id);
}
