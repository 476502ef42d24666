-- Up Migration
-- Code of the catalogue for what a run met last, beside its words.
ALTER TABLE permits.permit_syncs ADD COLUMN last_error_code text;
