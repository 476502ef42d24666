-- Up Migration
SELECT fence.enclose('identity.organisations', 'id');
SELECT fence.enclose('identity.users', 'organisation_id', 'student_id');
SELECT fence.enclose('identity.students', 'organisation_id', 'id');
SELECT fence.enclose('identity.api_keys', 'organisation_id', 'student_id');
SELECT fence.enclose('identity.oauth_clients', 'organisation_id', NULL);
SELECT fence.enclose_child('identity.password_links', 'user_id', 'identity.users');
SELECT fence.enclose('identity.oauth_consents', 'organisation_id', NULL);
-- Which tokens are refused: marks that tell nobody anything.
SELECT fence.share('identity.oauth_revocations');
-- They belong to persons: what shows somebody their own does so as the hub itself.
SELECT fence.enclose('identity.oauth_sessions', NULL, NULL);
SELECT fence.enclose('identity.oauth_grants', NULL, NULL);
