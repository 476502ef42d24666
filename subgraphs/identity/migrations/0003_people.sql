-- Up Migration
-- With which people sign in. An account belongs to whoever reads its mailbox, and not to an organisation.
CREATE TABLE identity.accounts (
  id uuid PRIMARY KEY,
  -- In lower case.
  email text NOT NULL CONSTRAINT accounts_email UNIQUE CHECK (email = lower(email)),
  -- argon2id, as a PHC string.
  password_hash text NOT NULL,
  password_changed_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL
);

-- What a person is to one organisation, or to the hub.
ALTER TABLE identity.users
  ALTER COLUMN organisation_id DROP NOT NULL,
  ADD COLUMN student_id uuid REFERENCES identity.students,
  -- Whether a learner sees their rows in every organisation: only the operator can vouch for that.
  ADD COLUMN everywhere boolean NOT NULL DEFAULT false,
  -- Set when the invitation is accepted.
  ADD COLUMN account_id uuid REFERENCES identity.accounts,
  ADD COLUMN deactivated_at timestamptz,
  ADD CONSTRAINT users_role CHECK (
    role IN ('PLATFORM_ADMIN', 'ADMIN', 'INSTRUCTOR', 'FINANCE', 'PARTNER', 'LEARNER')
  ),
  ADD CONSTRAINT users_of_the_hub CHECK ((role = 'PLATFORM_ADMIN') = (organisation_id IS NULL)),
  ADD CONSTRAINT users_with_student CHECK ((role = 'LEARNER') = (student_id IS NOT NULL));
CREATE UNIQUE INDEX users_email_of_the_hub ON identity.users (lower(email)) WHERE organisation_id IS NULL;
CREATE INDEX users_by_account ON identity.users (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX users_by_organisation ON identity.users (organisation_id, id DESC);

-- One-time links to set a password; a link that was used, or that a newer one ended, is deleted.
CREATE TABLE identity.password_links (
  id uuid PRIMARY KEY,
  -- An invitation is for a user, a reset for an account; each has one link at most.
  user_id uuid CONSTRAINT password_links_user UNIQUE REFERENCES identity.users,
  account_id uuid CONSTRAINT password_links_account UNIQUE REFERENCES identity.accounts,
  token_hash text NOT NULL CONSTRAINT password_links_token UNIQUE,
  -- Until it has been sent.
  token_sealed text,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  CHECK (num_nonnulls(user_id, account_id) = 1)
);

-- Failed tries to sign in, by keyed hashes of e-mail and address; '' counts for all of them.
CREATE TABLE identity.sign_in_tries (
  email_key text NOT NULL,
  address_key text NOT NULL,
  failures integer NOT NULL,
  last_at timestamptz NOT NULL,
  -- No try before this moment.
  next_at timestamptz NOT NULL,
  PRIMARY KEY (email_key, address_key)
);
CREATE INDEX sign_in_tries_by_age ON identity.sign_in_tries (last_at);

-- From where people have signed in.
CREATE TABLE identity.sign_in_places (
  email_key text NOT NULL,
  address_key text NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (email_key, address_key)
);
CREATE INDEX sign_in_places_by_age ON identity.sign_in_places (last_at);
