import type { EntityManager } from '@mikro-orm/postgresql';
import type { Exchange } from '../../../platform/http-client/http-client.ts';
import { currentRequestId } from '../../../platform/log.ts';
import { type TimelineDetail, TimelineEntry, type TimelineKind } from './timeline-entry.ts';

/** Adds to what happened to a payment, within the transaction of `em`. */
export function note(em: EntityManager, paymentId: string, kind: TimelineKind, detail: TimelineDetail): void {
  const entry = Object.assign(new TimelineEntry(), {
    paymentId,
    kind,
    detail,
    requestId: currentRequestId() ?? null,
  });
  em.persist(entry);
}

/** What the timeline keeps of an exchange with a wallet. */
export function exchangeDetail(exchange: Exchange): TimelineDetail {
  return {
    method: exchange.method,
    url: exchange.url,
    requestBody: exchange.requestBody,
    responseStatus: exchange.status,
    responseBody: exchange.responseBody,
    durationMs: exchange.durationMs,
    ...(exchange.error !== null && { message: exchange.error }),
  };
}
