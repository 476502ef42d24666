-- Up Migration
-- An organisation has one issuing profile, under the organisation's own id.
CREATE TABLE credentials.issuers (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  url text,
  email text,
  description text,
  image_url text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

-- Keys are never deleted: what was signed with a retired one stays valid.
CREATE TABLE credentials.issuer_keys (
  id uuid PRIMARY KEY,
  issuer_id uuid NOT NULL REFERENCES credentials.issuers,
  public_key text NOT NULL,
  seed_sealed text NOT NULL,
  created_at timestamptz NOT NULL,
  retired_at timestamptz
);
CREATE UNIQUE INDEX issuer_keys_current ON credentials.issuer_keys (issuer_id) WHERE retired_at IS NULL;
CREATE INDEX issuer_keys_by_issuer ON credentials.issuer_keys (issuer_id, id);

CREATE TABLE credentials.achievements (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  program_id uuid,
  name jsonb NOT NULL,
  description jsonb NOT NULL,
  criteria jsonb,
  skkni_code text,
  aqrf_level smallint CHECK (aqrf_level BETWEEN 1 AND 8),
  learning_outcomes jsonb NOT NULL,
  image_url text,
  -- Two achievements of an organisation that say the same are one.
  content_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT achievements_content UNIQUE (organisation_id, content_hash)
);
CREATE INDEX achievements_by_organisation ON credentials.achievements (organisation_id, id DESC);
CREATE INDEX achievements_by_program ON credentials.achievements (program_id, id DESC);

-- A group of bits, published as one list for each purpose.
CREATE TABLE credentials.status_lists (
  id uuid PRIMARY KEY,
  issuer_id uuid NOT NULL REFERENCES credentials.issuers,
  size integer NOT NULL CHECK (size >= 131072 AND size % 8 = 0),
  allotted integer NOT NULL DEFAULT 0 CHECK (allotted <= size),
  -- Counts what changes the published lists.
  revision bigint NOT NULL DEFAULT 1,
  changed_at timestamptz NOT NULL
);
CREATE INDEX status_lists_by_issuer ON credentials.status_lists (issuer_id, id DESC);
CREATE TABLE credentials.status_places (
  list_id uuid NOT NULL REFERENCES credentials.status_lists,
  place integer NOT NULL,
  PRIMARY KEY (list_id, place)
);

-- The columns are null in what was issued before credentials were signed.
ALTER TABLE credentials.credentials
  ADD COLUMN achievement_id uuid REFERENCES credentials.achievements,
  ADD COLUMN holder_name text,
  ADD COLUMN holder_name_display text NOT NULL DEFAULT 'INITIALS'
    CHECK (holder_name_display IN ('FULL', 'INITIALS', 'HIDDEN')),
  ADD COLUMN status_list_id uuid REFERENCES credentials.status_lists,
  ADD COLUMN status_place integer,
  ADD COLUMN status_reason text,
  ADD COLUMN status_changed_at timestamptz,
  -- Exactly what was signed, as text: its bytes never change.
  ADD COLUMN document text,
  ADD COLUMN jwt text,
  ADD COLUMN expiry_told boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT credentials_status_place UNIQUE (status_list_id, status_place);
CREATE INDEX credentials_not_active ON credentials.credentials (status_list_id, status_place)
  WHERE status <> 'ACTIVE';
CREATE INDEX credentials_to_expire ON credentials.credentials (expires_at)
  WHERE expires_at IS NOT NULL AND NOT expiry_told;

-- A credential that was promised at completion and could not be issued.
CREATE TABLE credentials.issuance_failures (
  enrolment_id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  student_id uuid NOT NULL,
  code text NOT NULL,
  message text NOT NULL,
  failed_at timestamptz NOT NULL
);

CREATE TABLE credentials.batches (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  program_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('RUNNING', 'DONE')),
  input jsonb NOT NULL,
  requested_by text NOT NULL,
  -- Where in the program's enrolments the next page begins.
  position text,
  issued integer NOT NULL,
  skipped jsonb NOT NULL,
  failures jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  finished_at timestamptz
);
-- One at a time for a program.
CREATE UNIQUE INDEX batches_running ON credentials.batches (program_id) WHERE status = 'RUNNING';
CREATE INDEX batches_by_organisation ON credentials.batches (organisation_id, id DESC);
