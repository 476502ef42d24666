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

-- Numbered by the sequencer; readers know only the position. One partition for each day on which
-- something was sequenced, dropped whole when it is too old. A cursor is (day, position): since both
-- only grow, a reader's day tells PostgreSQL which partitions it need not look into.
CREATE TABLE events.log (
  day date NOT NULL,
  position bigint NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  audience uuid[] NOT NULL,
  data jsonb NOT NULL,
  actor text NOT NULL,
  request_id text,
  occurred_at timestamptz NOT NULL,
  PRIMARY KEY (position, day)
) PARTITION BY RANGE (day);

-- One row: which log this is, the last position given out and its day, and the first day still kept.
CREATE TABLE events.head (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  log_id uuid NOT NULL DEFAULT gen_random_uuid(),
  position bigint NOT NULL,
  day date NOT NULL,
  first_day date NOT NULL
);
INSERT INTO events.head (position, day, first_day) VALUES (0, '-infinity', '-infinity');

-- Makes the partition of a day, beside the log first, so that readers are not held up.
CREATE FUNCTION events.open_day(opened date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  name text := 'log_' || to_char(opened, 'YYYYMMDD');
BEGIN
  EXECUTE format('CREATE TABLE events.%I (LIKE events.log INCLUDING ALL)', name);
  EXECUTE format('ALTER TABLE events.log ATTACH PARTITION events.%I FOR VALUES FROM (%L) TO (%L)',
    name, opened, opened + 1);
END $$;

-- Moves up to `batch` committed outbox rows into the log, in outbox order, and numbers them there.
-- The lock on the head row lets one sequencer at a time through; each statement after it sees what
-- was committed before the lock was had. A day never goes back, whatever the clock does. Returns how
-- many were moved.
CREATE FUNCTION events.sequence(batch integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  last events.head;
  today date;
  moved integer;
BEGIN
  SELECT * INTO last FROM events.head FOR UPDATE;
  IF NOT EXISTS (SELECT FROM events.outbox) THEN
    RETURN 0;
  END IF;
  today := greatest(last.day, (clock_timestamp() AT TIME ZONE 'UTC')::date);
  IF today > last.day THEN
    PERFORM events.open_day(today);
    UPDATE events.head SET day = today, first_day = CASE WHEN last.position = 0 THEN today ELSE first_day END;
  END IF;
  WITH taken AS (
    DELETE FROM events.outbox WHERE sequence IN (
      SELECT sequence FROM events.outbox ORDER BY sequence LIMIT batch
    ) RETURNING *
  )
  INSERT INTO events.log
    (day, position, id, type, subject_type, subject_id, audience, data, actor, request_id, occurred_at)
  SELECT today, last.position + row_number() OVER (ORDER BY sequence),
         id, type, subject_type, subject_id, audience, data, actor, request_id, occurred_at
  FROM taken;
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved > 0 THEN
    UPDATE events.head SET position = last.position + moved;
    PERFORM pg_notify('hub_log', '');
  END IF;
  RETURN moved;
END $$;

-- Drops the days before `kept` whole; cursors into them are expired from then on.
CREATE FUNCTION events.drop_days_before(kept date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  partition record;
  dropped integer := 0;
BEGIN
  PERFORM FROM events.head FOR UPDATE;
  FOR partition IN
    SELECT child.relname AS name FROM pg_inherits
    JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent = 'events.log'::regclass AND child.relname < 'log_' || to_char(kept, 'YYYYMMDD')
  LOOP
    EXECUTE format('DROP TABLE events.%I', partition.name);
    dropped := dropped + 1;
  END LOOP;
  UPDATE events.head SET first_day = greatest(first_day, kept);
  RETURN dropped;
END $$;
