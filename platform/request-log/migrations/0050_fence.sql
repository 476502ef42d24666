-- Up Migration
-- Read by admins, and written by the hub alone.
SELECT fence.enclose('requests.log', 'organisation_id', NULL);
SELECT fence.enclose('requests.usage', 'organisation_id', NULL);
-- What was asked, without what it was asked of: they hold nobody's words.
SELECT fence.share('requests.documents');
REVOKE INSERT, UPDATE, DELETE ON requests.log, requests.usage, requests.documents FROM hub_fenced;
