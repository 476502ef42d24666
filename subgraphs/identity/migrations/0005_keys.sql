-- Up Migration
ALTER TABLE identity.organisations
  ADD COLUMN tier text NOT NULL DEFAULT 'STANDARD' CHECK (tier IN ('STANDARD', 'ELEVATED', 'HIGH'));

ALTER TABLE identity.api_keys
  -- Addresses and networks that the key may be used from; from anywhere when empty.
  ADD COLUMN allowed_addresses text[] NOT NULL DEFAULT '{}',
  -- NULL: what the tier of the organisation allows, which is the most in any case.
  ADD COLUMN reads_per_hour integer CHECK (reads_per_hour > 0),
  ADD COLUMN writes_per_hour integer CHECK (writes_per_hour > 0),
  -- The key as it was before it was rotated, and until when that one still works.
  ADD COLUMN previous_prefix text UNIQUE,
  ADD COLUMN previous_hash text,
  ADD COLUMN previous_until timestamptz,
  ADD COLUMN rotated_at timestamptz,
  ADD CHECK (num_nonnulls(previous_prefix, previous_hash, previous_until) IN (0, 3));
