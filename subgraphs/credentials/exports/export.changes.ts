import { notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { changes } from '../../../schema/events/changes.ts';
import { credentialById } from '../credentials/credential.resolver.ts';
import type { CredentialExportChange } from './export.change.ts';
import type { ExportStatus } from './export.state.ts';
import { exportChanged } from './export-step.ts';

/**
 * The changes of a credential’s exports, from `after` or from now on. Throws UNAUTHENTICATED, FORBIDDEN,
 * NOT_FOUND for a credential that the caller may not see, CURSOR_INVALID, CURSOR_EXPIRED.
 */
export function exportChanges(
  { credentialId, after }: { credentialId: string; after?: string | null },
  context: SubgraphContext,
): Promise<AsyncIterable<Omit<CredentialExportChange, 'export'>>> {
  return changes(context, {
    type: exportChanged,
    scopes: ['credentials:read'],
    after,
    async admit() {
      if (!(await context.load(credentialById, credentialId))) throw notFound('credential', credentialId);
    },
    tell({ credential_id, export_id, previous_status, status }) {
      if (credential_id !== credentialId) return undefined;
      return {
        previousStatus: previous_status as ExportStatus | null,
        status: status as ExportStatus,
        exportId: export_id,
      };
    },
  });
}
