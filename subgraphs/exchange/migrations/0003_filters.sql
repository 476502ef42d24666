-- Up Migration
-- Which events of the chosen types are sent; null for all of them.
ALTER TABLE exchange.webhooks ADD COLUMN filter text;
