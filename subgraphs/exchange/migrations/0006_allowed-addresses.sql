-- Up Migration
-- Addresses and networks that it may lead to; null for all that the hub allows.
ALTER TABLE exchange.webhooks ADD COLUMN allowed_addresses text[] CHECK (allowed_addresses <> '{}');
