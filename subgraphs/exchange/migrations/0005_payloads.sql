-- Up Migration
ALTER TABLE exchange.webhooks
  -- What the owner selects of an event's subject as the payload, and of which types; null for the event's own data.
  ADD COLUMN payload text,
  ADD COLUMN payload_subjects text[] NOT NULL DEFAULT '{}',
  ADD CHECK ((payload IS NULL) = (payload_subjects = '{}'));

-- Deliveries whose payload is to be selected. Until it is, they are due at infinity, and hold the default.
CREATE TABLE exchange.webhook_renderings (
  delivery_id uuid PRIMARY KEY REFERENCES exchange.webhook_deliveries ON DELETE CASCADE,
  subject_type text NOT NULL,
  subject_id text NOT NULL,
  -- How often it was begun; tells a claim from a later one.
  attempts integer NOT NULL DEFAULT 0,
  -- Moved beyond the longest end of an attempt while one is made.
  due_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX webhook_renderings_due ON exchange.webhook_renderings (due_at, delivery_id);
