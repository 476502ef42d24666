-- Up Migration
-- Rows that others than their organisation see, as @Fenced({sharedWith, openWhen}) says of the entity. Both give
-- sight alone: rows are changed by those whom `enclose` names, and by nobody else.

-- The organisation with its id in the column `other` sees the row too.
CREATE FUNCTION fence.share_with(target regclass, other text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE POLICY shared_with ON %s FOR SELECT TO hub_fenced_organisation
    USING (%I = (SELECT nullif(current_setting(''hub.organisation'', true), '''')::uuid))', target, other);
END $$;

-- Every organisation and learner of the same environment sees the rows where the column `open` is true. A learner is
-- of the environment of their organisations.
CREATE FUNCTION fence.open(target regclass, organisation text, open text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  sandbox text := format('(substr(%I::text, 15, 1) = ''8'')', organisation);
BEGIN
  EXECUTE format('CREATE POLICY open_to_organisations ON %s FOR SELECT TO hub_fenced_organisation
    USING (%I AND %s = (SELECT current_setting(''hub.environment'', true) = ''sandbox''))', target, open, sandbox);
  EXECUTE format('CREATE POLICY open_to_learners ON %s FOR SELECT TO hub_fenced_learner
    USING (%I AND %s = ANY (ARRAY(SELECT substr(one, 15, 1) = ''8''
      FROM unnest(string_to_array(nullif(current_setting(''hub.organisations'', true), ''''), '','')) one)))',
    target, open, sandbox);
END $$;
