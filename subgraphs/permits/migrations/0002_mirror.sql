-- Up Migration
ALTER TABLE permits.permits
  ADD COLUMN expires_on date,
  -- When the registry was last asked for the day of expiry, whether or not it knew.
  ADD COLUMN expiry_asked_at timestamptz,
  -- When the registry last told of it, in any way; null before it first did.
  ADD COLUMN last_seen_at timestamptz,
  -- Number of the last sweep whose pages held it.
  ADD COLUMN swept_in integer,
  ADD COLUMN vanished_at timestamptz;
CREATE INDEX permits_without_expiry ON permits.permits (expiry_asked_at NULLS FIRST, listed_on DESC, id DESC)
  WHERE status = 'ISSUED' AND vanished_at IS NULL AND permit_number IS NOT NULL;

-- Each set by somebody; the one that is active takes the place of what the environment says.
CREATE TABLE permits.sicantik_configurations (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  base_url text NOT NULL,
  sealed_api_key text,
  timeout_ms integer NOT NULL CHECK (timeout_ms BETWEEN 1000 AND 120000),
  active boolean NOT NULL,
  set_by text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX sicantik_configurations_active ON permits.sicantik_configurations (active) WHERE active;

-- A slot is taken for a call and free again 60 seconds after that call has ended. With ten of them no
-- eleven calls begin or end within any 60 seconds, however many processes there are.
CREATE TABLE permits.call_slots (
  slot integer PRIMARY KEY,
  free_at timestamptz NOT NULL
);
INSERT INTO permits.call_slots SELECT slot, '-infinity' FROM generate_series(1, 10) AS slot;

CREATE TABLE permits.sicantik_calls (
  id uuid PRIMARY KEY,
  endpoint text NOT NULL,
  parameters jsonb NOT NULL,
  status_code integer,
  response_time_ms integer NOT NULL,
  error_message text,
  called_at timestamptz NOT NULL
);
CREATE INDEX sicantik_calls_by_time ON permits.sicantik_calls (called_at);

CREATE TABLE permits.permit_syncs (
  id uuid PRIMARY KEY,
  trigger text NOT NULL CHECK (trigger IN ('SCHEDULE', 'HAND')),
  -- Ends with a complete sweep, however many calls that takes.
  complete boolean NOT NULL,
  status text NOT NULL CHECK (status IN ('RUNNING', 'COMPLETED', 'FAILED')),
  phase text NOT NULL CHECK (phase IN ('TYPES', 'COUNTS', 'NEWEST_IN_PROCESS', 'NEWEST_ISSUED', 'SWEEP', 'EXPIRIES')),
  -- How far the newest pages have been read, in the list of the phase.
  newest_offset integer NOT NULL,
  calls integer NOT NULL,
  -- Of the call that comes next.
  retries integer NOT NULL,
  -- Permits in a row of which the registry did not tell when they expire.
  untold_expiries integer NOT NULL,
  permits_read integer NOT NULL,
  permits_new integer NOT NULL,
  permits_changed integer NOT NULL,
  permits_vanished integer NOT NULL,
  unreadable integer NOT NULL,
  last_error text,
  started_by text NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE UNIQUE INDEX permit_syncs_running ON permits.permit_syncs (status) WHERE status = 'RUNNING';

-- One row: how far the mirror has come, over all runs.
CREATE TABLE permits.mirror_state (
  id integer PRIMARY KEY CHECK (id = 1),
  last_answer_at timestamptz,
  stale_since timestamptz,
  types_read_at timestamptz,
  said_total integer,
  said_issued integer,
  said_in_process integer,
  counted_at timestamptz,
  sweep integer NOT NULL,
  sweep_list text NOT NULL CHECK (sweep_list IN ('IN_PROCESS', 'ISSUED')),
  sweep_offset integer NOT NULL,
  -- Registration ids at the end of the last page, by which the next one is known to follow it.
  sweep_tail jsonb NOT NULL,
  sweep_backsteps integer NOT NULL,
  -- False once a gap between two pages could not be ruled out.
  sweep_gapless boolean NOT NULL,
  sweep_seen integer NOT NULL,
  sweep_started_at timestamptz,
  swept_at timestamptz
);
INSERT INTO permits.mirror_state (id, sweep, sweep_list, sweep_offset, sweep_tail, sweep_backsteps, sweep_gapless, sweep_seen)
VALUES (1, 1, 'IN_PROCESS', 0, '[]', 0, true, 0);
