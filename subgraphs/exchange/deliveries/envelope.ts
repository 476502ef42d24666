/** What is told of an event in an envelope. */
export interface Enveloped {
  /** UUID. */
  id: string;
  type: string;
  occurredAt: Date;
  data: Record<string, unknown>;
}

/**
 * The body of a delivery: `{event, timestamp, data}` and `{id, event, created_at, data}` in one, for
 * receivers of either form, with `type` as Standard Webhooks recommends.
 */
export function envelope({ id, type, occurredAt, data }: Enveloped): string {
  const at = occurredAt.toISOString();
  return JSON.stringify({ id: `evt_${id}`, event: type, type, timestamp: at, created_at: at, data });
}
