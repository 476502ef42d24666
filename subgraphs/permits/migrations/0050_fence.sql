-- Up Migration
SELECT fence.enclose('permits.permits', 'organisation_id', NULL, 'permits:all');
SELECT fence.enclose('permits.permit_documents', 'organisation_id', NULL, 'permits:all');
-- The agency's alone.
SELECT fence.enclose('permits.sicantik_calls', NULL, NULL, 'permits:all');
SELECT fence.enclose('permits.sicantik_configurations', NULL, NULL, 'permits:all');
SELECT fence.enclose('permits.permit_syncs', NULL, NULL, 'permits:all');
-- The kinds of permit, and how current the mirror is, are the same for everybody.
SELECT fence.share('permits.permit_types');
SELECT fence.share('permits.mirror_state');
