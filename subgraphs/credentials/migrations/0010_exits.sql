-- Up Migration
-- Somebody who set out to connect LinkedIn. Only hashes are kept of what the browser carries.
CREATE TABLE credentials.linkedin_attempts (
  id uuid PRIMARY KEY,
  -- Every student row of the learner who asked.
  student_ids jsonb NOT NULL,
  requested_by text NOT NULL,
  ticket_hash text NOT NULL UNIQUE,
  state_hash text UNIQUE,
  browser_hash text,
  expires_at timestamptz NOT NULL,
  opened_at timestamptz,
  returned_at timestamptz,
  created_at timestamptz NOT NULL
);
CREATE INDEX linkedin_attempts_expired ON credentials.linkedin_attempts (expires_at);

CREATE TABLE credentials.linkedin_connections (
  id uuid PRIMARY KEY,
  student_id uuid NOT NULL UNIQUE,
  -- LinkedIn's id of the person, for this hub only.
  person_id text NOT NULL,
  member_name text NOT NULL,
  -- Null when LinkedIn does not take it any more, or the learner has disconnected.
  token_sealed text,
  status text NOT NULL CHECK (status IN ('ACTIVE', 'REVOKED', 'DISCONNECTED')),
  expires_at timestamptz NOT NULL,
  connected_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK ((status = 'ACTIVE') = (token_sealed IS NOT NULL))
);

-- What stands for a holder where a decentralised identifier is asked for.
CREATE TABLE credentials.holder_dids (
  student_id uuid PRIMARY KEY,
  did text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL
);

CREATE TABLE credentials.exports (
  id uuid PRIMARY KEY,
  credential_id uuid NOT NULL REFERENCES credentials.credentials,
  -- Null where it is the holder's own affair: the issuer does not see it.
  organisation_id uuid,
  student_id uuid NOT NULL,
  destination text NOT NULL CHECK (destination IN ('SIPLATIH', 'LINKEDIN_PROFILE', 'LINKEDIN_FEED', 'EUROPASS')),
  -- Tells posts apart; empty where there is one export of a credential.
  variant text NOT NULL,
  comment text,
  language text,
  status text NOT NULL
    CHECK (status IN ('PENDING', 'SENDING', 'RETRYING', 'SUCCEEDED', 'REFUSED', 'FAILED', 'UNKNOWN')),
  attempts integer NOT NULL,
  failure_code text,
  failure_message text,
  next_attempt_at timestamptz,
  external_id text,
  external_status text,
  url text,
  qr_code text,
  succeeded_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT exports_once UNIQUE (credential_id, destination, variant)
);
CREATE INDEX exports_by_credential ON credentials.exports (credential_id, id DESC);
