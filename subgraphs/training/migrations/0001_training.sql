-- Up Migration
CREATE SCHEMA IF NOT EXISTS training;

CREATE TABLE training.programs (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  code text,
  name text NOT NULL,
  name_en text,
  type text NOT NULL CHECK (type IN ('VOCATIONAL', 'INTERNAL')),
  sector text,
  sub_sector text,
  description text,
  duration_days integer CHECK (duration_days > 0),
  duration_hours integer CHECK (duration_hours > 0),
  start_date date,
  end_date date CHECK (end_date >= start_date),
  location jsonb,
  skkni_code text,
  capacity integer CHECK (capacity > 0),
  instructors jsonb NOT NULL DEFAULT '[]',
  curriculum jsonb NOT NULL DEFAULT '[]',
  fee bigint NOT NULL DEFAULT 0 CHECK (fee >= 0),
  skills text[] NOT NULL DEFAULT '{}',
  external_id text,
  -- Two programs are never one at the ministry, whatever it answers.
  siplatih_program_id text CONSTRAINT programs_siplatih_program_id UNIQUE,
  siplatih_status text,
  siplatih_registered_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX programs_code ON training.programs (organisation_id, code) WHERE code IS NOT NULL;
CREATE UNIQUE INDEX programs_external_id ON training.programs (organisation_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX programs_by_organisation ON training.programs (organisation_id, id DESC);

CREATE TABLE training.enrolments (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  program_id uuid NOT NULL REFERENCES training.programs,
  student_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('ENROLLED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED')),
  progress integer NOT NULL CHECK (progress BETWEEN 0 AND 100),
  last_accessed_at timestamptz,
  final_score numeric(5, 2) CHECK (final_score BETWEEN 0 AND 100),
  certificate_number text,
  completed_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT enrolments_student_program UNIQUE (student_id, program_id)
);
CREATE UNIQUE INDEX enrolments_certificate ON training.enrolments (organisation_id, certificate_number)
  WHERE certificate_number IS NOT NULL;
CREATE INDEX enrolments_by_program ON training.enrolments (program_id, id DESC);
CREATE INDEX enrolments_by_student ON training.enrolments (student_id, id DESC);
CREATE INDEX enrolments_by_organisation ON training.enrolments (organisation_id, id DESC);

CREATE TABLE training.siplatih_submissions (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  program_id uuid NOT NULL REFERENCES training.programs,
  kind text NOT NULL CHECK (kind IN ('REGISTRATION', 'COMPLETION')),
  status text NOT NULL CHECK (status IN ('QUEUED', 'SENT', 'ACCEPTED', 'REJECTED', 'FAILED')),
  -- Of a completion report; a program is registered once and reported once for each date.
  completion_date date,
  attempts integer NOT NULL,
  last_error text,
  -- While QUEUED the moment of the next attempt; while SENT the moment after which the attempt counts as lost.
  next_attempt_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT siplatih_submissions_once UNIQUE NULLS NOT DISTINCT (program_id, kind, completion_date)
);
CREATE INDEX siplatih_submissions_by_program ON training.siplatih_submissions (program_id, id DESC);
