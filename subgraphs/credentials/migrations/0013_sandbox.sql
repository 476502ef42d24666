-- Up Migration
-- Whether the learner is one of the sandbox, and therefore goes to the stand-in of LinkedIn.
ALTER TABLE credentials.linkedin_attempts ADD COLUMN sandbox boolean NOT NULL DEFAULT false;
