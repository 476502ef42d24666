-- Up Migration
-- Keeps operators to the rows of their environment where the column `flag` tells it, as @Fenced({sandboxWhen}) says of
-- the entity: for rows of learners, which no organisation sees. In place of what `enclose` has found for rows without one.
CREATE FUNCTION fence.tell_sandbox_by(target regclass, flag text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  asked text := '(SELECT current_setting(''hub.environment'', true))';
  seen text := format('%s = ''both'' OR %I = (%s = ''sandbox'')', asked, flag, asked);
BEGIN
  EXECUTE format('DROP POLICY environment ON %s', target);
  EXECUTE format('CREATE POLICY environment ON %s AS RESTRICTIVE TO hub_fenced_operator USING (%s) WITH CHECK (%s)',
    target, seen, seen);
END $$;
