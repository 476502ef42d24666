-- Up Migration
CREATE SCHEMA IF NOT EXISTS idempotency;

CREATE TABLE idempotency.keys (
  caller text NOT NULL,
  operation text NOT NULL,
  key text NOT NULL,
  input_hash text NOT NULL,
  result_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- NULL: kept for good.
  expires_at timestamptz,
  PRIMARY KEY (caller, operation, key)
);
CREATE INDEX keys_by_expiry ON idempotency.keys (expires_at) WHERE expires_at IS NOT NULL;
