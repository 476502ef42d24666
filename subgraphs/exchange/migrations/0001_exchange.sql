-- Up Migration
CREATE SCHEMA IF NOT EXISTS exchange;

-- One row for each outside system that has been called; which systems there are is in the code.
CREATE TABLE exchange.integration_health (
  system text PRIMARY KEY,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  last_error text,
  last_latency_ms integer NOT NULL,
  CHECK (last_success_at IS NOT NULL OR last_failure_at IS NOT NULL)
);
