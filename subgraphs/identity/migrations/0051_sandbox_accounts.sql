-- Up Migration
-- Mails of the sandbox go to a stand-in's mailbox, which anybody reads: what is signed in to there takes no
-- address from anybody live.
ALTER TABLE identity.accounts
  ADD COLUMN sandbox boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT accounts_email,
  ADD CONSTRAINT accounts_email UNIQUE (email, sandbox);
UPDATE identity.accounts SET sandbox = true WHERE id IN (
  SELECT account_id FROM identity.users WHERE substr(organisation_id::text, 15, 1) = '8'
);
