-- Up Migration
-- Callbacks of the wallets of the sandbox, which say nothing of live payments.
ALTER TABLE payments.callbacks
  ADD COLUMN sandbox boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT callbacks_method_event_id_body_hash_key,
  ADD CONSTRAINT callbacks_once UNIQUE (sandbox, method, event_id, body_hash);
ALTER TABLE payments.rejected_callbacks ADD COLUMN sandbox boolean NOT NULL DEFAULT false;
