-- Up Migration
-- What is the learner's alone names no organisation: whether it is of the sandbox stands beside it.
ALTER TABLE credentials.linkedin_connections ADD COLUMN sandbox boolean NOT NULL DEFAULT false;
ALTER TABLE credentials.holder_dids ADD COLUMN sandbox boolean NOT NULL DEFAULT false;

-- A student is one organisation's.
UPDATE credentials.linkedin_connections SET sandbox = true WHERE student_id IN (
  SELECT student_id FROM credentials.credentials WHERE substr(organisation_id::text, 15, 1) = '8'
  UNION SELECT (jsonb_array_elements_text(student_ids))::uuid FROM credentials.linkedin_attempts WHERE sandbox
);
UPDATE credentials.holder_dids SET sandbox = true WHERE student_id IN (
  SELECT student_id FROM credentials.credentials WHERE substr(organisation_id::text, 15, 1) = '8'
);

SELECT fence.tell_sandbox_by('credentials.linkedin_connections', 'sandbox');
SELECT fence.tell_sandbox_by('credentials.holder_dids', 'sandbox');
SELECT fence.tell_sandbox_by('credentials.linkedin_attempts', 'sandbox');
