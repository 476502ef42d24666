-- Up Migration
SELECT fence.enclose('credentials.credentials', 'organisation_id', 'student_id');
SELECT fence.enclose('credentials.issuers', 'id');
SELECT fence.enclose('credentials.issuer_keys', 'issuer_id');
SELECT fence.enclose('credentials.achievements', 'organisation_id');
SELECT fence.enclose('credentials.batches', 'organisation_id', NULL);
SELECT fence.enclose('credentials.issuance_failures', 'organisation_id', 'student_id');
SELECT fence.enclose('credentials.exports', 'organisation_id', 'student_id');
SELECT fence.enclose('credentials.linkedin_connections', NULL, 'student_id');
-- An issuer has the id of its organisation.
SELECT fence.enclose('credentials.status_lists', 'issuer_id', NULL);
SELECT fence.enclose_child('credentials.status_places', 'list_id', 'credentials.status_lists');
SELECT fence.enclose_child('credentials.wallet_offers', 'credential_id', 'credentials.credentials');
SELECT fence.enclose('credentials.holder_dids', NULL, 'student_id');
-- An attempt is of all student rows of a learner.
SELECT fence.enclose('credentials.linkedin_attempts', NULL, NULL);
SELECT fence.policy('credentials.linkedin_attempts', 'learner', 'hub_fenced_learner',
  'student_ids <@ (SELECT to_jsonb(string_to_array(current_setting(''hub.students'', true), '','')))');
