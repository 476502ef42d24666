-- Up Migration
-- A credential that a wallet is invited to fetch. Only hashes are kept of what the wallet carries.
CREATE TABLE credentials.wallet_offers (
  id uuid PRIMARY KEY,
  credential_id uuid NOT NULL REFERENCES credentials.credentials,
  code_hash text NOT NULL UNIQUE,
  token_hash text UNIQUE,
  expires_at timestamptz NOT NULL,
  redeemed_at timestamptz,
  created_at timestamptz NOT NULL
);
CREATE INDEX wallet_offers_expired ON credentials.wallet_offers (expires_at);
