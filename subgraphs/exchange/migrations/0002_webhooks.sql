-- Up Migration
CREATE TABLE exchange.webhooks (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  name text NOT NULL,
  url text NOT NULL,
  -- Types of events, or beginnings of them with a * at the end.
  events text[] NOT NULL,
  -- What the key that chose the events allows: an event needs its owner's read scope.
  scopes text[] NOT NULL,
  -- Sealed, as are the custom headers (JSON).
  secret text NOT NULL,
  previous_secret text,
  previous_secret_until timestamptz,
  headers text NOT NULL,
  status text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'PAUSED', 'DISABLED')),
  status_reason text,
  retry_schedule text NOT NULL DEFAULT 'EXPONENTIAL' CHECK (retry_schedule IN ('EXPONENTIAL', 'LONG')),
  retry_count integer NOT NULL DEFAULT 3 CHECK (retry_count BETWEEN 0 AND 10),
  timeout_seconds integer NOT NULL DEFAULT 30 CHECK (timeout_seconds BETWEEN 1 AND 60),
  -- Since when nothing but failures came; null after a success.
  failing_since timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK ((previous_secret IS NULL) = (previous_secret_until IS NULL))
);
CREATE INDEX webhooks_by_organisation ON exchange.webhooks (organisation_id);

CREATE TABLE exchange.webhook_deliveries (
  id uuid PRIMARY KEY,
  webhook_id uuid NOT NULL REFERENCES exchange.webhooks ON DELETE CASCADE,
  organisation_id uuid NOT NULL,
  event_uuid uuid NOT NULL,
  event_type text NOT NULL,
  -- In the event log; null for a test event, which is in no log.
  position bigint,
  -- Rendered once: what is signed and sent, every time.
  body text NOT NULL,
  status text NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'RETRYING', 'SUCCEEDED', 'EXHAUSTED')),
  attempt_count integer NOT NULL DEFAULT 0,
  -- Failures since it was last to be sent afresh, and the first of them.
  failures integer NOT NULL DEFAULT 0,
  failed_first_at timestamptz,
  -- When it is to be taken up. Moved beyond the attempt's longest end while one is made, so that the
  -- delivery of a process that died is taken up again.
  due_at timestamptz,
  -- It was exhausted while its endpoint did nothing but fail: it is sent again when that succeeds.
  resend boolean NOT NULL DEFAULT false,
  request_id text,
  last_error text,
  created_at timestamptz NOT NULL DEFAULT now(),
  completed_at timestamptz,
  CHECK ((due_at IS NULL) = (status IN ('SUCCEEDED', 'EXHAUSTED')))
);
-- An event reaches a webhook once, whatever is read twice.
CREATE UNIQUE INDEX webhook_deliveries_once ON exchange.webhook_deliveries (webhook_id, event_uuid);
CREATE INDEX webhook_deliveries_due ON exchange.webhook_deliveries (webhook_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_resend ON exchange.webhook_deliveries (webhook_id, position) WHERE resend;
CREATE INDEX webhook_deliveries_by_organisation ON exchange.webhook_deliveries (organisation_id, id DESC);
CREATE INDEX webhook_deliveries_by_webhook ON exchange.webhook_deliveries (webhook_id, id DESC);

CREATE TABLE exchange.webhook_attempts (
  id uuid PRIMARY KEY,
  delivery_id uuid NOT NULL REFERENCES exchange.webhook_deliveries ON DELETE CASCADE,
  number integer NOT NULL,
  request_headers jsonb NOT NULL,
  response_status integer,
  response_body text,
  error text,
  duration_ms integer NOT NULL,
  started_at timestamptz NOT NULL
);
CREATE INDEX webhook_attempts_by_delivery ON exchange.webhook_attempts (delivery_id, number);

-- One row: up to where the event log has been fanned out to webhooks. Whoever holds its lock fans out.
CREATE TABLE exchange.webhook_checkpoint (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  day date NOT NULL,
  position bigint NOT NULL
);
INSERT INTO exchange.webhook_checkpoint (day, position) SELECT day, position FROM events.head;
