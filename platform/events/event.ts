/** What a change of state says of itself when it is recorded. */
export interface NewEvent {
  /** A type of the catalogue, such as `payment.status_changed`. */
  type: string;
  /** The entity that changed: its GraphQL type name and id. */
  subject: { type: string; id: string };
  /** The organisations that may see the event. */
  audience: readonly string[];
  data: Record<string, unknown>;
  /** Id of the principal that caused it. */
  actor: string;
  requestId?: string | undefined;
}

/** An event in the log. */
export interface LoggedEvent extends NewEvent {
  /** UUIDv7, the same wherever the event is delivered. */
  id: string;
  /** Grows by one with each event; opaque outside the hub. */
  position: number;
  /** UTC day on which it was sequenced; with the position, its place in the log. */
  day: string;
  occurredAt: Date;
}
