-- Up Migration
-- The second fence. Work for a principal runs under one of the roles below, and PostgreSQL shows that role the
-- principal's rows alone, whatever is asked. What the hub does by itself (jobs, callbacks, sign-in) runs as the
-- login that owns the tables, which no policy concerns. Roles belong to the whole server: databases share them.
CREATE SCHEMA fence;

DO $$
DECLARE
  login text := current_user;
  roles text[] := ARRAY['hub_fenced', 'hub_fenced_operator', 'hub_fenced_organisation', 'hub_fenced_learner'];
  role text;
  statement text;
  missing text[];
BEGIN
  -- Another database of the server may be migrated at the same moment.
  FOR attempt IN 1..20 LOOP
    missing := '{}';
    FOREACH role IN ARRAY roles LOOP
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
        missing := missing || format('CREATE ROLE %I NOLOGIN', role);
      END IF;
      IF role <> 'hub_fenced' AND NOT EXISTS (
        SELECT FROM pg_auth_members m JOIN pg_roles whole ON whole.oid = m.roleid JOIN pg_roles part ON part.oid = m.member
        WHERE whole.rolname = 'hub_fenced' AND part.rolname = role
      ) THEN
        missing := missing || format('GRANT hub_fenced TO %I', role);
      END IF;
      IF NOT EXISTS (
        SELECT FROM pg_roles WHERE rolname = role
          -- From 16 on a role that one has made is not yet one that one may become.
          AND CASE WHEN current_setting('server_version_num')::int >= 160000
            THEN pg_has_role(login, oid, 'SET') ELSE pg_has_role(login, oid, 'MEMBER') END
      ) THEN
        missing := missing || format('GRANT %I TO %I', role, login);
      END IF;
    END LOOP;
    EXIT WHEN missing = '{}';
    BEGIN
      FOREACH statement IN ARRAY missing LOOP
        EXECUTE statement;
      END LOOP;
    EXCEPTION
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION E'The hub needs roles that the login % may not create. Let an administrator of PostgreSQL run, once:\n%;',
          login, array_to_string(missing, E';\n');
      -- Somebody else was faster; the last one is "tuple concurrently updated".
      WHEN duplicate_object OR unique_violation OR internal_error THEN
        PERFORM pg_sleep(0.05);
    END;
  END LOOP;
  IF missing <> '{}' THEN
    RAISE EXCEPTION 'The roles of the hub could not be made; still missing: %', array_to_string(missing, '; ');
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = ANY (roles) AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'The roles % must be neither superusers nor BYPASSRLS.', array_to_string(roles, ', ');
  END IF;
END $$;

-- `seen` reads who asks from the connection's settings, in a subquery, so that it is read once for a statement and an
-- index on the column serves. Where nothing was set nothing is seen.
CREATE FUNCTION fence.policy(target regclass, name text, member text, seen text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE POLICY %I ON %s TO %I USING (%s) WITH CHECK (%s)', name, target, member, seen, seen);
END $$;

-- Keeps `members` to the environment that they are of: ids of sandbox organisations are UUIDs of version 8. Rows of no
-- organisation are live.
CREATE FUNCTION fence.keep_to_environment(target regclass, organisation text, members text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  asked text := '(SELECT current_setting(''hub.environment'', true))';
  sandbox text := CASE WHEN organisation IS NULL THEN 'false'
    ELSE format('coalesce(substr(%I::text, 15, 1) = ''8'', false)', organisation) END;
  seen text := format('%s = ''both'' OR (%s) = (%s = ''sandbox'')', asked, sandbox, asked);
BEGIN
  EXECUTE format('CREATE POLICY environment ON %s AS RESTRICTIVE TO %s USING (%s) WITH CHECK (%s)',
    target, members, seen, seen);
END $$;

-- What every table needs that work for a principal touches. By itself it opens the table to all of it.
CREATE FUNCTION fence.share(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %s TO hub_fenced',
    (SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = target));
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO hub_fenced', target);
END $$;

-- Fences a table, as @Fenced({organisation, learner, allWith}) does its entity: organisations see the rows with
-- their id in the column `organisation`, learners those with theirs in the column `learner`; NULL for either: none
-- at all. With the scope `all_with` an organisation sees all of its environment, as operators do.
CREATE FUNCTION fence.enclose(target regclass, organisation text, learner text, all_with text DEFAULT NULL)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM fence.share(target);
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  PERFORM fence.policy(target, 'operator', 'hub_fenced_operator', 'true');
  -- For organisations with rows of their own alone it would but cost something, on each row.
  PERFORM fence.keep_to_environment(target, organisation,
    'hub_fenced_operator' || CASE WHEN all_with IS NULL THEN '' ELSE ', hub_fenced_organisation' END);
  IF organisation IS NOT NULL THEN
    PERFORM fence.policy(target, 'organisation', 'hub_fenced_organisation', format(
      '%I = (SELECT nullif(current_setting(''hub.organisation'', true), '''')::uuid)', organisation));
  END IF;
  IF all_with IS NOT NULL THEN
    PERFORM fence.policy(target, 'all_with', 'hub_fenced_organisation', format(
      '(SELECT %L = ANY (string_to_array(current_setting(''hub.scopes'', true), '','')))', all_with));
  END IF;
  IF learner IS NOT NULL THEN
    PERFORM fence.policy(target, 'learner', 'hub_fenced_learner', format(
      '%I = ANY ((SELECT string_to_array(current_setting(''hub.students'', true), '','')::uuid[])::uuid[])', learner));
  END IF;
END $$;

-- Without a word about learners they see what their organisations have.
CREATE FUNCTION fence.enclose(target regclass, organisation text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM fence.enclose(target, organisation, NULL);
  PERFORM fence.policy(target, 'learner', 'hub_fenced_learner', format(
    '%I = ANY ((SELECT string_to_array(current_setting(''hub.organisations'', true), '','')::uuid[])::uuid[])',
    organisation));
END $$;

-- Fences the rows that hang on those of another table, by the id in the column `parent_id`: who sees that one
-- sees them.
CREATE FUNCTION fence.enclose_child(target regclass, parent_id text, parent regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM fence.share(target);
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  PERFORM fence.policy(target, 'parent', 'hub_fenced', format(
    'EXISTS (SELECT FROM %s parent WHERE parent.id = %s.%I)', parent, target, parent_id));
END $$;
