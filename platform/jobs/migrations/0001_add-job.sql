-- Up Migration
-- Work for a principal puts jobs on the queue, whose tables are closed to it: this does it for them.
CREATE SCHEMA jobs;
GRANT USAGE ON SCHEMA jobs TO hub_fenced;
CREATE FUNCTION jobs.add_job(task text, payload json, queue text, run_at timestamptz, key text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT FROM graphile_worker.add_job(task, payload := payload, queue_name := queue, run_at := run_at, job_key := key);
$$;
REVOKE EXECUTE ON FUNCTION jobs.add_job FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jobs.add_job TO hub_fenced;
