-- Up Migration
ALTER TABLE training.programs ADD COLUMN credential_on_completion boolean NOT NULL DEFAULT false;
-- The id that the credential of a completed enrolment has, or will have.
ALTER TABLE training.enrolments ADD COLUMN credential_id uuid UNIQUE;
