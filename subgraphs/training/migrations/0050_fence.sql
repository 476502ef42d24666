-- Up Migration
SELECT fence.enclose('training.programs', 'organisation_id');
SELECT fence.enclose('training.enrolments', 'organisation_id', 'student_id');
SELECT fence.enclose('training.siplatih_submissions', 'organisation_id', NULL);
