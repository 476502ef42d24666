import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { LogPlace } from '../../../platform/events/cursor.ts';
import type { EventLog } from '../../../platform/events/event-log.ts';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';
import { isSentTo } from '../webhooks/chosen-events.ts';
import { Webhook } from '../webhooks/webhook.ts';
import { addDeliveries } from './new-deliveries.ts';
import { sendNextAgain } from './resend.ts';

export const recoverTask = 'webhooks.recover';

const pageSize = 500;

/**
 * Sends a webhook what did not reach it since a moment: what was exhausted again, in order, and the
 * events of the log that it was never given. Run twice, it changes nothing more.
 */
export function recovery(em: EntityManager, events: EventLog): TaskDefinition {
  return defineTask({
    name: recoverTask,
    payload: z.object({ webhookId: z.uuid(), since: z.iso.datetime() }),
    async run({ webhookId, since }) {
      await em.fork().transactional(async (tx) => {
        await tx.execute(
          `UPDATE exchange.webhook_deliveries SET resend = true
           WHERE webhook_id = ? AND status = 'EXHAUSTED' AND created_at >= ?`,
          [webhookId, since],
        );
        await sendNextAgain(tx, webhookId);
      });
      const from = new Date(since);
      // Sequenced on the day on which it happened, or later.
      let place: LogPlace | null = { day: since.slice(0, 10), position: 0 };
      while (place) place = await recoverPage(em, events, { webhookId, from, place });
    },
  });
}

/** Gives the webhook what it is to have of one page; returns where the next begins, null after the last. */
async function recoverPage(
  em: EntityManager,
  events: EventLog,
  { webhookId, from, place }: { webhookId: string; from: Date; place: LogPlace },
): Promise<LogPlace | null> {
  const page = await events.page(place, pageSize);
  await em.fork().transactional(async (tx) => {
    const [locked] = await tx.execute('SELECT 1 FROM exchange.webhooks WHERE id = ? FOR KEY SHARE', [
      webhookId,
    ]);
    if (!locked) return;
    const webhook = await tx.findOneOrFail(Webhook, { id: webhookId }, { filters: { fence: false } });
    const missed = page.filter((event) => event.occurredAt >= from && isSentTo(webhook, event));
    await addDeliveries(
      tx,
      missed.map((event) => ({ webhook, event })),
    );
  });
  const last = page.at(-1);
  return last && page.length === pageSize ? { day: last.day, position: last.position } : null;
}
