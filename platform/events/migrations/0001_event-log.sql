-- Up Migration
CREATE SCHEMA IF NOT EXISTS events;

-- Written in the transaction that changes the state; without a position.
CREATE TABLE events.outbox (
  sequence bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
  id uuid NOT NULL,
  type text NOT NULL,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  audience uuid[] NOT NULL,
  data jsonb NOT NULL,
  actor text NOT NULL,
  request_id text,
  occurred_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Numbered by the one sequencer; readers know only the position.
CREATE TABLE events.log (
  position bigint PRIMARY KEY,
  id uuid NOT NULL,
  type text NOT NULL,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  audience uuid[] NOT NULL,
  data jsonb NOT NULL,
  actor text NOT NULL,
  request_id text,
  occurred_at timestamptz NOT NULL,
  sequenced_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX log_by_subject ON events.log (subject_id, position);

-- One row: the last position given out. Its lock is what two sequencers would contend for.
CREATE TABLE events.head (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  position bigint NOT NULL
);
INSERT INTO events.head (position) VALUES (0);

-- Moves up to `batch` committed outbox rows into the log, in outbox order, and numbers them there.
-- The lock on the head row lets one sequencer at a time through; each statement after it sees what
-- was committed before the lock was had. Returns how many were moved.
CREATE FUNCTION events.sequence(batch integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  last bigint;
  moved integer;
BEGIN
  SELECT position INTO last FROM events.head FOR UPDATE;
  WITH taken AS (
    DELETE FROM events.outbox WHERE sequence IN (
      SELECT sequence FROM events.outbox ORDER BY sequence LIMIT batch
    ) RETURNING *
  )
  INSERT INTO events.log
    (position, id, type, subject_type, subject_id, audience, data, actor, request_id, occurred_at)
  SELECT last + row_number() OVER (ORDER BY sequence),
         id, type, subject_type, subject_id, audience, data, actor, request_id, occurred_at
  FROM taken;
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved > 0 THEN
    UPDATE events.head SET position = last + moved;
    PERFORM pg_notify('hub_log', '');
  END IF;
  RETURN moved;
END $$;
