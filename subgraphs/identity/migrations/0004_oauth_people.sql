-- Up Migration
ALTER TABLE identity.oauth_clients
  ADD COLUMN type text NOT NULL DEFAULT 'MACHINE' CHECK (type IN ('WEB', 'NATIVE', 'MACHINE')),
  ADD COLUMN redirect_uris text[] NOT NULL DEFAULT '{}',
  ADD COLUMN post_logout_redirect_uris text[] NOT NULL DEFAULT '{}',
  ALTER COLUMN secret_hash DROP NOT NULL,
  ALTER COLUMN secret_changed_at DROP NOT NULL,
  ADD CONSTRAINT oauth_clients_secret CHECK ((type = 'NATIVE') = (secret_hash IS NULL)),
  ADD CONSTRAINT oauth_clients_redirects CHECK ((type = 'MACHINE') = (redirect_uris = '{}'));
ALTER TABLE identity.oauth_clients ALTER COLUMN type DROP DEFAULT;

-- What a person has agreed that an app may do.
CREATE TABLE identity.oauth_consents (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES identity.users,
  client_id uuid NOT NULL REFERENCES identity.oauth_clients ON DELETE CASCADE,
  -- Of the client.
  organisation_id uuid NOT NULL REFERENCES identity.organisations,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT oauth_consents_once UNIQUE (user_id, client_id)
);
CREATE INDEX oauth_consents_by_organisation ON identity.oauth_consents (organisation_id, id DESC);

-- Browsers in which somebody has signed in, or is about to.
CREATE TABLE identity.oauth_sessions (
  id uuid PRIMARY KEY,
  -- SHA-256 of what the cookie holds; another one after each step of signing in.
  cookie_hash text NOT NULL UNIQUE,
  -- How tokens name their session; no secret.
  uid text NOT NULL UNIQUE,
  user_id uuid,
  payload jsonb NOT NULL,
  address text,
  agent text,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX oauth_sessions_by_user ON identity.oauth_sessions (user_id, id DESC) WHERE user_id IS NOT NULL;
CREATE INDEX oauth_sessions_by_expiry ON identity.oauth_sessions (expires_at);

-- Requests for authorisation that wait for a person.
CREATE TABLE identity.oauth_interactions (
  id_hash text PRIMARY KEY,
  -- Who has signed in to go on with it.
  user_id uuid,
  payload jsonb NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX oauth_interactions_by_user ON identity.oauth_interactions (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX oauth_interactions_by_expiry ON identity.oauth_interactions (expires_at);

-- A family of tokens: what came of one authorisation.
CREATE TABLE identity.oauth_grants (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  client_id uuid NOT NULL REFERENCES identity.oauth_clients ON DELETE CASCADE,
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX oauth_grants_by_user ON identity.oauth_grants (user_id, id DESC);
CREATE INDEX oauth_grants_by_client ON identity.oauth_grants (client_id);
CREATE INDEX oauth_grants_by_expiry ON identity.oauth_grants (expires_at);

-- Authorisation codes and refresh tokens. They end with their grant, also one that is being stored while
-- the grant is revoked.
CREATE TABLE identity.oauth_tokens (
  id_hash text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('AuthorizationCode', 'RefreshToken')),
  grant_id uuid NOT NULL CONSTRAINT oauth_tokens_grant REFERENCES identity.oauth_grants ON DELETE CASCADE,
  payload jsonb NOT NULL,
  -- Since when it must not be seen again: whoever shows it then ends the grant.
  consumed_at timestamptz,
  expires_at timestamptz NOT NULL
);
CREATE INDEX oauth_tokens_by_grant ON identity.oauth_tokens (grant_id);
CREATE INDEX oauth_tokens_by_expiry ON identity.oauth_tokens (expires_at);
