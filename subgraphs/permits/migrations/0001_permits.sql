-- Up Migration
CREATE SCHEMA IF NOT EXISTS permits;

CREATE TABLE permits.permit_types (
  id uuid PRIMARY KEY,
  external_id text NOT NULL UNIQUE,
  code text,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE permits.permits (
  id uuid PRIMARY KEY,
  registration_id text NOT NULL UNIQUE,
  applicant_name text,
  permit_type_name text,
  permit_number text,
  received_on date,
  -- What lists are ordered by: a permit whose date the registry left out comes last.
  listed_on date NOT NULL GENERATED ALWAYS AS (coalesce(received_on, DATE '0001-01-01')) STORED,
  status text NOT NULL CHECK (status IN ('ISSUED', 'IN_PROCESS')),
  raw_status text NOT NULL,
  -- The organisation of the hub that it belongs to, once somebody has said so.
  organisation_id uuid,
  pdf_imported boolean NOT NULL,
  pdf_signed boolean NOT NULL,
  qr_code text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX permits_by_date ON permits.permits (listed_on DESC, id DESC);
CREATE INDEX permits_by_organisation ON permits.permits (organisation_id, listed_on DESC, id DESC)
  WHERE organisation_id IS NOT NULL;
