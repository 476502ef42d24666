-- Up Migration
-- Each holds all that placement analytics read, so that they never read the table: for the organisation that offers,
-- and for that of the student. The first carries the operator's as well.
CREATE INDEX applications_placement ON training.applications (organisation_id, submitted_on)
  INCLUDE (stage, student_program, student_organisation_id, student_id);
CREATE INDEX applications_placement_of_students ON training.applications (student_organisation_id, submitted_on)
  INCLUDE (stage, student_program, organisation_id, student_id);
