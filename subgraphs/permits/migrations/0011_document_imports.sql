-- Up Migration
ALTER TABLE permits.permit_documents
  -- The address, without what stands behind a question mark: that may be a secret.
  ADD COLUMN imported_from text,
  -- The import that is under way.
  ADD COLUMN import_id uuid,
  -- Why the last one brought nothing.
  ADD COLUMN import_problem text,
  ADD CHECK (import_id IS NULL OR status = 'DRAFT');
