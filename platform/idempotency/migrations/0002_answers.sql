-- Up Migration

-- What a mutation answered, sealed: a repeat is given the same.
ALTER TABLE idempotency.keys ADD COLUMN answer text;
