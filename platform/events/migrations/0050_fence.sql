-- Up Migration
-- Work for a principal tells of changes. What others may hear of it is decided by an event's audience, for which
-- the log is read by the hub itself.
GRANT USAGE ON SCHEMA events TO hub_fenced;
GRANT INSERT ON events.outbox TO hub_fenced;
