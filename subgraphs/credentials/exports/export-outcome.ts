import type { EventLog } from '../../../platform/events/event-log.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { ExportStatus, openStatuses } from './export.state.ts';
import type { CredentialExport } from './export.ts';
import { exportChanged } from './export-step.ts';

/** Says from now on that an export of the credential changed. To be opened before the change that is waited for. */
export function newsOfCredential(events: EventLog, credentialId: string): AsyncIterableIterator<true> {
  return events.stream((event) =>
    event.type === exportChanged && event.data.credential_id === credentialId ? true : undefined,
  );
}

/**
 * Waits until the hub has done with the export, or will do nothing with it soon, at most `patienceMs`, or
 * until the caller is gone; `one` is then as it is stored.
 */
export async function waitForOutcome(
  { em, signal }: SubgraphContext,
  one: CredentialExport,
  news: AsyncIterableIterator<true>,
  patienceMs: number,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  const stop = () => void news.return?.();
  const timer = setTimeout(stop, patienceMs);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    while (waiting(one, deadline)) {
      const { done } = await news.next();
      await em.refresh(one);
      if (done) break;
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

function waiting({ status, nextAttemptAt }: CredentialExport, deadline: number): boolean {
  if (!openStatuses.includes(status)) return false;
  return status === ExportStatus.SENDING || nextAttemptAt === null || nextAttemptAt.getTime() <= deadline;
}
