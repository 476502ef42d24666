-- Up Migration

-- As before, except that a session with the setting hub.wake = redis tells nobody: its process does.
CREATE OR REPLACE FUNCTION events.sequence(batch integer) RETURNS integer LANGUAGE plpgsql AS $$
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
    PERFORM pg_notify('hub_log', '') WHERE current_setting('hub.wake', true) IS DISTINCT FROM 'redis';
  END IF;
  RETURN moved;
END $$;
