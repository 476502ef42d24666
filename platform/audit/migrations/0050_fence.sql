-- Up Migration
-- Nothing but `audit.write` adds a row, and nothing changes one.
SELECT fence.enclose('audit.entries', 'organisation_id', NULL);
REVOKE INSERT, UPDATE, DELETE ON audit.entries FROM hub_fenced;
