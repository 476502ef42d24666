-- Up Migration
CREATE TABLE training.assessments (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  program_id uuid REFERENCES training.programs,
  title text NOT NULL,
  description text,
  max_score numeric(7, 2) NOT NULL CHECK (max_score > 0),
  passing_score numeric(7, 2) CHECK (passing_score BETWEEN 0 AND max_score),
  external_id text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX assessments_external_id ON training.assessments (organisation_id, external_id)
  WHERE external_id IS NOT NULL;
CREATE INDEX assessments_by_organisation ON training.assessments (organisation_id, id DESC);
CREATE INDEX assessments_by_program ON training.assessments (program_id, id DESC);
SELECT fence.enclose('training.assessments', 'organisation_id');

CREATE TABLE training.assessment_results (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  assessment_id uuid NOT NULL REFERENCES training.assessments,
  student_id uuid NOT NULL,
  score numeric(7, 2) NOT NULL CHECK (score >= 0),
  passed boolean,
  external_id text,
  completed_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX assessment_results_external_id ON training.assessment_results (organisation_id, external_id)
  WHERE external_id IS NOT NULL;
CREATE INDEX assessment_results_by_organisation ON training.assessment_results (organisation_id, id DESC);
CREATE INDEX assessment_results_by_assessment ON training.assessment_results (assessment_id, id DESC);
CREATE INDEX assessment_results_by_student ON training.assessment_results (student_id, id DESC);
SELECT fence.enclose('training.assessment_results', 'organisation_id', 'student_id');
