-- Up Migration
CREATE SCHEMA IF NOT EXISTS audit;

-- Who changed which security-relevant thing when; one row for each organisation that it concerns. Rows
-- are only ever added, and kept for good.
CREATE TABLE audit.entries (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  type text NOT NULL,
  -- NULL: the operator's alone.
  organisation_id uuid,
  subject_type text,
  subject_id text,
  actor_id text NOT NULL,
  -- NULL where the actor is known by name alone: a job, or the operator at the command line.
  actor_kind text,
  user_id text,
  client_id text,
  address text,
  request_id text,
  data jsonb NOT NULL
);
CREATE INDEX entries_of_organisation ON audit.entries (organisation_id, id);
CREATE INDEX entries_by_type ON audit.entries (type, id);
CREATE INDEX entries_by_actor ON audit.entries (actor_id, id);
CREATE INDEX entries_by_subject ON audit.entries (subject_id, id);

CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Entries of the audit log are neither changed nor removed.' USING ERRCODE = 'insufficient_privilege';
END $$;

-- For each statement, so that one that finds no row is refused too; ALWAYS, so that a session that
-- passes for a replica is no way around it. It holds for the owner of the table as for anybody else.
CREATE TRIGGER entries_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.entries
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
ALTER TABLE audit.entries ENABLE ALWAYS TRIGGER entries_are_kept;

-- The one way in: whoever may see only rows of their own still leaves a trace with all it concerns.
CREATE FUNCTION audit.write(entries jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO audit.entries (id, type, organisation_id, subject_type, subject_id, actor_id, actor_kind, user_id,
                             client_id, address, request_id, data)
  SELECT id, type, organisation_id, subject_type, subject_id, actor_id, actor_kind, user_id, client_id, address,
         request_id, data
  FROM jsonb_to_recordset(entries) AS row(
    id uuid, type text, organisation_id uuid, subject_type text, subject_id text, actor_id text, actor_kind text,
    user_id text, client_id text, address text, request_id text, data jsonb)
$$;
