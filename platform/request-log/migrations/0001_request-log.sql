-- Up Migration
CREATE SCHEMA IF NOT EXISTS requests;

-- The first id of a day: ids are UUIDv7, which begin with the milliseconds since 1970.
CREATE FUNCTION requests.first_id(day date) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT (lpad(to_hex((extract(epoch FROM day::timestamp) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- One row for each request. Partitioned by id, which is by time: a list that is newest first reads the newest
-- partition and stops, and a cursor tells PostgreSQL which partitions it need not look into.
CREATE TABLE requests.log (
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  request_id text NOT NULL,
  -- NULL: the operator's alone, as are the requests of nobody.
  organisation_id uuid,
  caller_kind text NOT NULL,
  caller_id text NOT NULL,
  client_id text,
  user_id text,
  transport text NOT NULL,
  method text,
  path text NOT NULL,
  operation_type text,
  operation_name text,
  fields text[] NOT NULL,
  document_hash text,
  variables jsonb,
  status integer,
  outcome text NOT NULL,
  codes text[] NOT NULL,
  ms real NOT NULL,
  address text,
  agent text,
  PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE INDEX log_of_organisation ON requests.log (organisation_id, id);
CREATE INDEX log_of_caller ON requests.log (caller_id, id);

-- Documents without their literals, each once.
CREATE TABLE requests.documents (
  hash text PRIMARY KEY,
  document text NOT NULL,
  last_day date NOT NULL
);

-- What the log adds up to, by hour, caller and duration: `bucket` is the logarithm of the milliseconds to the base
-- 1.07, so that any percentile of any span is had within seven percent without reading the log.
CREATE TABLE requests.usage (
  hour timestamptz NOT NULL,
  organisation_id uuid,
  caller_kind text NOT NULL,
  -- The OAuth client or key.
  client_id text NOT NULL,
  bucket smallint NOT NULL,
  calls bigint NOT NULL,
  errors bigint NOT NULL,
  refused bigint NOT NULL,
  rate_limited bigint NOT NULL,
  ms double precision NOT NULL,
  CONSTRAINT usage_key UNIQUE NULLS NOT DISTINCT (organisation_id, hour, client_id, caller_kind, bucket)
);

-- Makes the partition of a day, if there is none yet: beside the log first, so that nobody is held up.
CREATE FUNCTION requests.open_day(opened date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  name text := 'log_' || to_char(opened, 'YYYYMMDD');
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('requests.open_day'));
  -- By a statement, which sees what was committed before the lock was had; to_regclass may not know yet.
  IF NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'requests'::regnamespace AND relname = name) THEN
    EXECUTE format('CREATE TABLE requests.%I (LIKE requests.log INCLUDING ALL)', name);
    EXECUTE format('ALTER TABLE requests.log ATTACH PARTITION requests.%I FOR VALUES FROM (%L) TO (%L)',
      name, requests.first_id(opened), requests.first_id(opened + 1));
  END IF;
END $$;

-- Adds rows to the log, and to what it adds up to. A row that is there already (its batch was stored, and the
-- answer to that lost) is counted no second time. Returns how many were new.
CREATE FUNCTION requests.store(batch jsonb) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  day date;
  added integer;
BEGIN
  FOR day IN
    SELECT DISTINCT ((given ->> 'at')::timestamptz AT TIME ZONE 'UTC')::date FROM jsonb_array_elements(batch) given
  LOOP
    IF to_regclass('requests.log_' || to_char(day, 'YYYYMMDD')) IS NULL THEN
      PERFORM requests.open_day(day);
    END IF;
  END LOOP;
  WITH stored AS (
    INSERT INTO requests.log
      (id, at, request_id, organisation_id, caller_kind, caller_id, client_id, user_id, transport, method, path,
       operation_type, operation_name, fields, document_hash, variables, status, outcome, codes, ms, address, agent)
    SELECT id, at, request_id, organisation_id, caller_kind, caller_id, client_id, user_id, transport, method, path,
           operation_type, operation_name, fields, document_hash, variables, status, outcome, codes, ms, address, agent
    FROM jsonb_to_recordset(batch) AS row(
      id uuid, at timestamptz, request_id text, organisation_id uuid, caller_kind text, caller_id text, client_id text,
      user_id text, transport text, method text, path text, operation_type text, operation_name text, fields text[],
      document_hash text, variables jsonb, status integer, outcome text, codes text[], ms real, address text, agent text)
    ON CONFLICT DO NOTHING
    RETURNING at, organisation_id, caller_kind, coalesce(client_id, caller_id) AS client, outcome, ms
  ), counted AS (
    INSERT INTO requests.usage AS known
      (hour, organisation_id, caller_kind, client_id, bucket, calls, errors, refused, rate_limited, ms)
    SELECT date_trunc('hour', at, 'UTC'), organisation_id, caller_kind, client,
           CASE WHEN ms < 1 THEN 0 ELSE ceil(ln(ms) / ln(1.07::float8)) END AS bucket, count(*),
           count(*) FILTER (WHERE outcome = 'ERROR'), count(*) FILTER (WHERE outcome = 'REFUSED'),
           count(*) FILTER (WHERE outcome = 'RATE_LIMITED'), sum(ms)
    FROM stored GROUP BY 1, 2, 3, 4, 5
    -- In one order in every process, so that two do not wait for each other.
    ORDER BY 2, 1, 4, 3, 5
    ON CONFLICT ON CONSTRAINT usage_key DO UPDATE SET
      calls = known.calls + excluded.calls, errors = known.errors + excluded.errors,
      refused = known.refused + excluded.refused, rate_limited = known.rate_limited + excluded.rate_limited,
      ms = known.ms + excluded.ms
  ) SELECT count(*) INTO added FROM stored;
  RETURN added;
END $$;

-- Drops the days before `kept` whole, and what else was known of them. Returns how many were dropped.
CREATE FUNCTION requests.drop_days_before(kept date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  partition record;
  dropped integer := 0;
BEGIN
  FOR partition IN
    SELECT child.relname AS name FROM pg_inherits
    JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent = 'requests.log'::regclass AND child.relname < 'log_' || to_char(kept, 'YYYYMMDD')
  LOOP
    EXECUTE format('DROP TABLE requests.%I', partition.name);
    dropped := dropped + 1;
  END LOOP;
  DELETE FROM requests.usage WHERE hour < kept::timestamp AT TIME ZONE 'UTC';
  DELETE FROM requests.documents WHERE last_day < kept;
  RETURN dropped;
END $$;
