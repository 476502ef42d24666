-- Up Migration
CREATE TABLE training.opportunities (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  title text NOT NULL,
  type text NOT NULL CHECK (type IN ('JOB', 'INTERNSHIP')),
  company text NOT NULL,
  description text,
  required_skills text[] NOT NULL DEFAULT '{}',
  grade_level text,
  location text,
  external_id text,
  apply_by date,
  starts_on date,
  is_open boolean NOT NULL,
  closed_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  -- Names are of any language: words are taken as they stand.
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple',
    title || ' ' || company || ' ' || coalesce(location, '') || ' ' || coalesce(description, ''))) STORED
);
CREATE UNIQUE INDEX opportunities_external_id ON training.opportunities (organisation_id, external_id)
  WHERE external_id IS NOT NULL;
CREATE INDEX opportunities_by_organisation ON training.opportunities (organisation_id, id DESC);
CREATE INDEX opportunities_open ON training.opportunities (id DESC) WHERE is_open;
CREATE INDEX opportunities_search ON training.opportunities USING gin (search);
CREATE INDEX opportunities_skills ON training.opportunities USING gin (required_skills);
SELECT fence.enclose('training.opportunities', 'organisation_id', NULL);
SELECT fence.open('training.opportunities', 'organisation_id', 'is_open');

-- organisation_id is the one that offers the opportunity; the student's own organisation sees the application too.
CREATE TABLE training.applications (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  student_organisation_id uuid NOT NULL,
  student_id uuid NOT NULL,
  opportunity_id uuid NOT NULL REFERENCES training.opportunities,
  stage text NOT NULL
    CHECK (stage IN ('APPLIED', 'SCREENING', 'INTERVIEW', 'OFFER', 'HIRED', 'REJECTED', 'WITHDRAWN')),
  resume_url text,
  notes text,
  student_program text,
  submitted_on date NOT NULL,
  submitted_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT applications_student_opportunity UNIQUE (student_id, opportunity_id)
);
CREATE INDEX applications_by_student ON training.applications (student_id, id DESC);
CREATE INDEX applications_by_opportunity ON training.applications (opportunity_id, id DESC);
CREATE INDEX applications_by_organisation ON training.applications (organisation_id, id DESC);
CREATE INDEX applications_by_student_organisation ON training.applications (student_organisation_id, id DESC);
SELECT fence.enclose('training.applications', 'organisation_id', 'student_id');
SELECT fence.share_with('training.applications', 'student_organisation_id');

CREATE TABLE training.application_stage_changes (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES training.applications,
  organisation_id uuid NOT NULL,
  student_organisation_id uuid NOT NULL,
  student_id uuid NOT NULL,
  previous_stage text,
  stage text NOT NULL,
  notes text,
  changed_at timestamptz NOT NULL
);
CREATE INDEX application_stage_changes_by_application ON training.application_stage_changes (application_id, id);
SELECT fence.enclose('training.application_stage_changes', 'organisation_id', 'student_id');
SELECT fence.share_with('training.application_stage_changes', 'student_organisation_id');
