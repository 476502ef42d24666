-- Up Migration
-- Whether an operator's key is of the sandbox; of organisations' keys their organisation's id tells.
ALTER TABLE identity.api_keys ADD COLUMN sandbox boolean NOT NULL DEFAULT false;

-- Nothing of the sandbox takes a number from anybody live. Ids of sandbox organisations are UUIDs of version 8.
ALTER TABLE identity.organisations DROP CONSTRAINT organisations_registration_number_key;
CREATE UNIQUE INDEX organisations_registration_number_key
  ON identity.organisations (registration_number, (substr(id::text, 15, 1) = '8'));
