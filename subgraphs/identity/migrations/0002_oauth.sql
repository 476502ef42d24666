-- Up Migration
CREATE TABLE identity.oauth_clients (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES identity.organisations,
  name text NOT NULL,
  secret_hash text NOT NULL,
  scopes text[] NOT NULL,
  secret_changed_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX oauth_clients_by_organisation ON identity.oauth_clients (organisation_id, id DESC);

-- Access tokens that are refused before they expire.
CREATE TABLE identity.oauth_revocations (
  -- `token:<jti>`, or `client:<id>` for all of a client's.
  revoked text PRIMARY KEY,
  -- By when none of them would be valid anyway.
  expires_at timestamptz NOT NULL
);
CREATE INDEX oauth_revocations_by_expiry ON identity.oauth_revocations (expires_at);

CREATE TABLE identity.oauth_signing_keys (
  id uuid PRIMARY KEY,
  public_jwk jsonb NOT NULL,
  private_sealed text NOT NULL,
  created_at timestamptz NOT NULL,
  -- Since when another one signs; it verifies for another day.
  retired_at timestamptz
);
-- However many processes make the first one at once, there is one.
CREATE UNIQUE INDEX oauth_signing_key_in_use ON identity.oauth_signing_keys ((true)) WHERE retired_at IS NULL;
