-- Up Migration
CREATE TABLE training.classes (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  program_id uuid REFERENCES training.programs,
  name text NOT NULL,
  grade text,
  school_year text,
  external_id text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX classes_external_id ON training.classes (organisation_id, external_id)
  WHERE external_id IS NOT NULL;
CREATE INDEX classes_by_organisation ON training.classes (organisation_id, id DESC);
CREATE INDEX classes_by_program ON training.classes (program_id, id DESC);
SELECT fence.enclose('training.classes', 'organisation_id');

CREATE TABLE training.class_memberships (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  class_id uuid NOT NULL REFERENCES training.classes,
  student_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT class_memberships_student UNIQUE (student_id, class_id)
);
CREATE INDEX class_memberships_by_organisation ON training.class_memberships (organisation_id, id DESC);
CREATE INDEX class_memberships_by_class ON training.class_memberships (class_id, id DESC);
CREATE INDEX class_memberships_by_student ON training.class_memberships (student_id, id DESC);
SELECT fence.enclose('training.class_memberships', 'organisation_id', 'student_id');

CREATE TABLE training.attendance_records (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  class_id uuid NOT NULL REFERENCES training.classes,
  student_id uuid NOT NULL,
  date date NOT NULL,
  status text NOT NULL CHECK (status IN ('PRESENT', 'ABSENT', 'LATE')),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT attendance_records_day UNIQUE (student_id, class_id, date)
);
CREATE INDEX attendance_records_by_organisation ON training.attendance_records (organisation_id, id DESC);
CREATE INDEX attendance_records_by_class ON training.attendance_records (class_id, id DESC);
CREATE INDEX attendance_records_by_student ON training.attendance_records (student_id, id DESC);
CREATE INDEX attendance_records_by_date ON training.attendance_records (organisation_id, date, id DESC);
SELECT fence.enclose('training.attendance_records', 'organisation_id', 'student_id');

CREATE TABLE training.subjects (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  program_id uuid REFERENCES training.programs,
  name text NOT NULL,
  description text,
  external_id text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX subjects_external_id ON training.subjects (organisation_id, external_id)
  WHERE external_id IS NOT NULL;
CREATE INDEX subjects_by_organisation ON training.subjects (organisation_id, id DESC);
CREATE INDEX subjects_by_program ON training.subjects (program_id, id DESC);
SELECT fence.enclose('training.subjects', 'organisation_id');

CREATE TABLE training.grades (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  subject_id uuid NOT NULL REFERENCES training.subjects,
  student_id uuid NOT NULL,
  term text NOT NULL,
  score numeric(5, 2) CHECK (score BETWEEN 0 AND 100),
  letter_grade text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT grades_term UNIQUE (student_id, subject_id, term),
  CHECK (score IS NOT NULL OR letter_grade IS NOT NULL)
);
CREATE INDEX grades_by_organisation ON training.grades (organisation_id, id DESC);
CREATE INDEX grades_by_subject ON training.grades (subject_id, id DESC);
CREATE INDEX grades_by_student ON training.grades (student_id, id DESC);
SELECT fence.enclose('training.grades', 'organisation_id', 'student_id');
