-- Up Migration
-- An app with a secret whose program is older than PKCE; what has no secret always needs it.
ALTER TABLE identity.oauth_clients
  ADD COLUMN requires_pkce boolean NOT NULL DEFAULT true,
  ADD CONSTRAINT oauth_clients_pkce CHECK (requires_pkce OR type = 'WEB');
