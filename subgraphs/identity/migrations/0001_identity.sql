-- Up Migration
CREATE SCHEMA IF NOT EXISTS identity;

CREATE TABLE identity.organisations (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('TRAINING_INSTITUTION', 'SCHOOL', 'EMPLOYER', 'AGENCY')),
  name text NOT NULL,
  registration_number text UNIQUE,
  email text,
  phone text,
  city text,
  province text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE identity.users (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES identity.organisations,
  name text NOT NULL,
  email text NOT NULL,
  role text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX users_email ON identity.users (organisation_id, lower(email));

CREATE TABLE identity.students (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES identity.organisations,
  name text NOT NULL,
  email text NOT NULL,
  phone text,
  grade text,
  program text,
  external_id text,
  -- Sealed; the blind index finds the same person in another organisation without reading it.
  nik_sealed text,
  nik_index text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX students_email ON identity.students (organisation_id, lower(email));
CREATE UNIQUE INDEX students_external_id ON identity.students (organisation_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX students_by_organisation ON identity.students (organisation_id, id DESC);
CREATE INDEX students_by_nik ON identity.students (nik_index) WHERE nik_index IS NOT NULL;

CREATE TABLE identity.api_keys (
  id uuid PRIMARY KEY,
  -- NULL: a key of the platform's operator.
  organisation_id uuid REFERENCES identity.organisations,
  -- Set: the key of one learner.
  student_id uuid REFERENCES identity.students,
  -- Whether a learner's key shows the person's rows in every organisation: only the operator can vouch
  -- that its holder is that person.
  everywhere boolean NOT NULL DEFAULT false,
  name text NOT NULL,
  prefix text NOT NULL UNIQUE,
  key_hash text NOT NULL,
  scopes text[] NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz NOT NULL
);
CREATE INDEX api_keys_by_organisation ON identity.api_keys (organisation_id, id DESC);
