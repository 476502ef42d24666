import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type { CallbackRequest, WalletCallback, WalletMethod } from '../../../integrations/wallets/port.ts';
import { isOfSandbox } from '../../../platform/environment.ts';
import { Payment } from '../payments/payment.ts';
import type { Settlement } from '../settlement/settlement.ts';
import { note } from '../timeline/timeline.ts';
import { TimelineKind } from '../timeline/timeline-entry.ts';

/** Which wallet calls. */
interface CallingWallet {
  method: WalletMethod;
  sandbox: boolean;
}

/** How many badly signed callbacks are kept. */
const rejectedKept = 1000;

/**
 * Stores callbacks as they arrive, before anything is done about them. A callback is only a hint: the
 * payment that it names is read back from the wallet by a job of the same transaction.
 */
export class CallbackStore {
  readonly #em: EntityManager;
  readonly #settlement: Settlement;

  constructor(em: EntityManager, settlement: Settlement) {
    this.#em = em;
    this.#settlement = settlement;
  }

  /** Keeps a callback whose signature is good. A repeat is counted; one for an order that this hub never made changes nothing. */
  async accept(
    { method, sandbox }: CallingWallet,
    request: CallbackRequest,
    callback: WalletCallback,
  ): Promise<void> {
    await this.#em.fork().transactional(async (em) => {
      const named = await em.findOne(
        Payment,
        { orderId: callback.orderId, method: method as Payment['method'] },
        { filters: { fence: false } },
      );
      // A wallet of the one environment knows nothing of the other's payments, whatever it says.
      const payment = named && isOfSandbox(named.organisationId) === sandbox ? named : null;
      const [stored] = await em.getConnection().execute<{ repeats: number }[]>(
        `INSERT INTO payments.callbacks AS known
           (id, sandbox, method, event_id, body_hash, order_id, payment_id, raw_body, headers, received_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)
         ON CONFLICT (sandbox, method, event_id, body_hash) DO UPDATE SET repeats = known.repeats + 1
         RETURNING repeats`,
        [
          uuidv7(),
          sandbox,
          method,
          callback.eventId,
          createHash('sha256').update(request.rawBody).digest('base64url'),
          callback.orderId,
          payment?.id ?? null,
          request.rawBody,
          JSON.stringify(keptHeaders(request)),
          request.receivedAt,
        ],
        'all',
        em.getTransactionContext(),
      );
      if (!payment || stored?.repeats !== 0) return;
      note(em, payment.id, TimelineKind.CALLBACK, {
        signature: 'VALID',
        status: callback.rawStatus,
        rawBody: request.rawBody.toString('utf8'),
      });
      await em.flush();
      await this.#settlement.checkSoon(em, payment.id);
    });
  }

  /** Keeps a callback with a bad signature apart from any payment, so that somebody can see what was tried. */
  async reject({ method, sandbox }: CallingWallet, request: CallbackRequest, reason: string): Promise<void> {
    const connection = this.#em.fork().getConnection();
    await connection.execute(
      `INSERT INTO payments.rejected_callbacks (sandbox, method, reason, raw_body, headers, received_at)
       VALUES (?, ?, ?, ?, ?::jsonb, ?)`,
      [sandbox, method, reason, request.rawBody, JSON.stringify(keptHeaders(request)), request.receivedAt],
      'run',
    );
    await connection.execute(
      `DELETE FROM payments.rejected_callbacks WHERE sequence <=
         (SELECT sequence FROM payments.rejected_callbacks ORDER BY sequence DESC OFFSET ? LIMIT 1)`,
      [rejectedKept],
      'run',
    );
  }
}

const secretHeaders = new Set(['authorization', 'cookie', 'x-api-key']);

function keptHeaders({ headers }: CallbackRequest): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !secretHeaders.has(name)));
}
