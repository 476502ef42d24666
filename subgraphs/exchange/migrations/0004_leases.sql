-- Up Migration
-- Until when a process has a delivery for itself. Not in any index, so that a claim writes the row alone:
-- `due_at`, which is, stays as it was until the delivery is settled.
ALTER TABLE exchange.webhook_deliveries ADD COLUMN leased_until timestamptz;

-- In the order in which deliveries of one fan-out are sent. Those that are done are in none of its pages.
DROP INDEX exchange.webhook_deliveries_due;
CREATE INDEX webhook_deliveries_due ON exchange.webhook_deliveries (webhook_id, due_at, position)
  WHERE due_at IS NOT NULL;

-- Room on each page for the row that a claim writes, and dead entries of the index above taken away
-- before a claim has to walk over many of them.
ALTER TABLE exchange.webhook_deliveries SET (fillfactor = 60,
  autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);

-- An attempt is written with its delivery locked, so that no foreign key need be checked for each; its
-- deliveries take it along by one statement. One index, for its only question.
ALTER TABLE exchange.webhook_attempts DROP CONSTRAINT webhook_attempts_delivery_id_fkey,
  DROP CONSTRAINT webhook_attempts_pkey;
DROP INDEX exchange.webhook_attempts_by_delivery;
ALTER TABLE exchange.webhook_attempts ADD PRIMARY KEY (delivery_id, number, id);
CREATE FUNCTION exchange.delete_attempts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM exchange.webhook_attempts WHERE delivery_id IN (SELECT id FROM deleted);
  RETURN NULL;
END $$;
CREATE TRIGGER attempts AFTER DELETE ON exchange.webhook_deliveries
  REFERENCING OLD TABLE AS deleted FOR EACH STATEMENT EXECUTE FUNCTION exchange.delete_attempts();
