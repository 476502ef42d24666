-- Up Migration
CREATE SCHEMA IF NOT EXISTS credentials;

CREATE TABLE credentials.credentials (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  student_id uuid NOT NULL,
  program_id uuid NOT NULL,
  enrolment_id uuid NOT NULL,
  name text NOT NULL,
  description text,
  score double precision CHECK (score BETWEEN 0 AND 100),
  certificate_number text,
  skkni_code text,
  aqrf_level smallint CHECK (aqrf_level BETWEEN 1 AND 8),
  -- Expiry is no state of its own: it follows from expires_at.
  status text NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED', 'REVOKED')),
  issued_at timestamptz NOT NULL,
  expires_at timestamptz CHECK (expires_at > issued_at),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX credentials_certificate ON credentials.credentials (organisation_id, certificate_number)
  WHERE certificate_number IS NOT NULL;
-- One that was revoked may be issued anew.
CREATE UNIQUE INDEX credentials_enrolment ON credentials.credentials (enrolment_id) WHERE status <> 'REVOKED';
CREATE INDEX credentials_by_enrolment ON credentials.credentials (enrolment_id, id DESC);
CREATE INDEX credentials_by_organisation ON credentials.credentials (organisation_id, id DESC);
CREATE INDEX credentials_by_student ON credentials.credentials (student_id, id DESC);
CREATE INDEX credentials_by_program ON credentials.credentials (program_id, id DESC);
