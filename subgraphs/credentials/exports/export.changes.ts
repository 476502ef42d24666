import { assertScopes } from '../../../platform/auth/requires-scopes.ts';
import { notFound } from '../../../platform/errors.ts';
import { sees } from '../../../platform/events/visible.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { credentialById } from '../credentials/credential.resolver.ts';
import type { CredentialExportChange } from './export.change.ts';
import type { ExportStatus } from './export.state.ts';
import { exportChanged } from './export-step.ts';

/**
 * The changes of a credential’s exports, from `after` or from now on. Throws UNAUTHENTICATED, FORBIDDEN,
 * NOT_FOUND for a credential that the caller may not see, CURSOR_INVALID, CURSOR_EXPIRED.
 */
export async function exportChanges(
  { credentialId, after }: { credentialId: string; after?: string | null },
  context: SubgraphContext,
): Promise<AsyncIterable<Omit<CredentialExportChange, 'export'>>> {
  const { principal, events } = context;
  assertScopes(principal, ['credentials:read']);
  if (!(await context.load(credentialById, credentialId))) throw notFound('credential', credentialId);
  const place = after ? await events.placeOf(after) : undefined;
  return events.stream((event) => {
    const { credential_id, export_id, previous_status, status } = event.data;
    if (event.type !== exportChanged || credential_id !== credentialId || !sees(principal, event))
      return undefined;
    return {
      cursor: events.cursorOf(event),
      occurredAt: event.occurredAt,
      previousStatus: previous_status as ExportStatus | null,
      status: status as ExportStatus,
      exportId: export_id as string,
    };
  }, place);
}
