-- Up Migration
-- The caller is part of the key.
SELECT fence.share('idempotency.keys');
