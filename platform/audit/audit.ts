import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { currentCall } from '../auth/calling.ts';
import { currentRequestId } from '../log.ts';

/** Something that whoever looks after security wants to know. Holds no secret. */
export interface AuditEntry {
  /** Such as `api_key.revoked`; for changes the type of their event. */
  type: string;
  /** What changed: its GraphQL type name and id; null when it is about nothing that the hub knows. */
  subject: { type: string; id: string } | null;
  /** The organisations that it concerns: the admins of each read it. With none it is the operator's alone. */
  organisations: readonly string[];
  data: Record<string, unknown>;
  /** Id of the principal that did it. */
  actor: string;
  /** That of the request being served when absent. */
  requestId?: string | undefined;
  /** That of the caller being served when absent. */
  address?: string | undefined;
}

/**
 * Adds entries to the audit log, in the transaction of `em` when it has one: an entry then stands if and
 * only if the change does. Without one they stand at once, as what was refused must (a failed sign-in).
 */
export async function audit(em: EntityManager, ...entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const call = currentCall();
  const rows = entries.flatMap(({ organisations, subject, ...entry }) => {
    const caller = call?.principal.id === entry.actor ? call.principal : undefined;
    const concerned = organisations.length > 0 ? [...new Set(organisations)] : [null];
    return concerned.map((organisation) => ({
      id: uuidv7(),
      type: entry.type,
      organisation_id: organisation,
      subject_type: subject?.type,
      subject_id: subject?.id,
      actor_id: entry.actor,
      actor_kind: caller?.kind,
      user_id: caller?.userId,
      client_id: caller?.clientId,
      address: entry.address ?? call?.address,
      request_id: entry.requestId ?? currentRequestId(),
      data: entry.data,
    }));
  });
  await em
    .getConnection()
    .execute('SELECT audit.write(?::jsonb)', [JSON.stringify(rows)], 'run', em.getTransactionContext());
}
