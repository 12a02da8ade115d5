-- What people need who look at some portals among several: the same as reader.sql, but only the rows of these portals, and
-- without portal_state, the scheduler and the tables of another CRM. Run it as the owner, for a role that exists:
--
--   psql -v role=berlin_dashboard -v portals=berlin,berlin-test -f db/grants/portal-reader.sql
--
-- Run it again with other portals to change them, and after `dealsync init` has upgraded the schema. A role that has the
-- rights of reader.sql, editor.sql or runner.sql, itself or by another role, is refused: those are for every portal. The
-- first run switches row-level security on: the owner, and roles that no list of portals is set for, still see and edit
-- every row, but COPY … FROM into these tables is the owner's then, for PostgreSQL refuses it to everybody else. Others
-- COPY into a table of their own and take it over: CALL dealsync.replace_links, or INSERT … SELECT. Views show single
-- portals from PostgreSQL 15 on; before, the role gets the tables only.

\set ON_ERROR_STOP on
-- What somebody put into public under the names of PostgreSQL's own is not for the owner to run.
SET search_path = pg_catalog, pg_temp;

-- Without a role or a list of portals (-v role=… -v portals=…) this is an error, and nothing is granted.
BEGIN;
SELECT pg_catalog.set_config('dealsync.granted_role', :'role', false),
       pg_catalog.set_config('dealsync.granted_portals', :'portals', false);

DO $$
DECLARE
  role_name text   := pg_catalog.current_setting('dealsync.granted_role');
  portals   text[] := pg_catalog.string_to_array(pg_catalog.current_setting('dealsync.granted_portals'), ',');
  name      text;
  rule      text;
  own_rule  text   := 'portals_of_' || CASE WHEN octet_length(role_name) <= 50 THEN role_name ELSE md5(role_name) END;
BEGIN
  -- By its own rights or another role's, a superuser's aside.
  SELECT pg_catalog.string_agg(c.relname, ', ' ORDER BY c.relname) INTO rule
  FROM pg_catalog.pg_class AS c
  WHERE c.relnamespace = 'dealsync'::regnamespace AND c.relname IN ('portal_state', 'legacy_file', 'link_feed')
    AND pg_catalog.has_table_privilege(role_name, c.oid, 'SELECT');
  IF rule IS NOT NULL THEN
    RAISE EXCEPTION 'role % has rights for every portal (it may read %); it cannot be limited to some', role_name, rule
      USING HINT = 'Make another role, or take those rights back first: DROP OWNED BY the role, which takes all of them, or REVOKE the role that has them.';
  END IF;

  FOREACH name IN ARRAY ARRAY['portal', 'deal', 'deal_contact', 'edit', 'link_edit', 'deal_edit', 'run', 'change', 'observed_deal',
                              'observed_change', 'base_deal', 'hold', 'failure_streak', 'run_lock', 'pull'] LOOP
    rule := pg_catalog.format(CASE name WHEN 'edit' THEN 'portals <@ %L::text[]' ELSE 'portal = ANY (%L::text[])' END, portals);
    EXECUTE pg_catalog.format('DROP POLICY IF EXISTS every_portal ON dealsync.%I', name);
    EXECUTE pg_catalog.format('CREATE POLICY every_portal ON dealsync.%I USING (true) WITH CHECK (true)', name);
    EXECUTE pg_catalog.format('DROP POLICY IF EXISTS %I ON dealsync.%I', own_rule, name);
    EXECUTE pg_catalog.format('CREATE POLICY %I ON dealsync.%I AS RESTRICTIVE TO %I USING (%s) WITH CHECK (%s)',
                              own_rule, name, role_name, rule, rule);
    EXECUTE pg_catalog.format('ALTER TABLE dealsync.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE pg_catalog.format('GRANT SELECT ON dealsync.%I TO %I', name, role_name);
  END LOOP;

  -- A view looks with its owner's eyes, unless it is told to look with those of whoever asks.
  IF pg_catalog.current_setting('server_version_num')::integer >= 150000 THEN
    FOREACH name IN ARRAY ARRAY['desired_deal', 'edited_deal', 'observed_link', 'base_link', 'compared_deal',
                                'pending_change', 'deal_overview', 'conflict', 'run_summary', 'loss', 'edit_history', 'deal_links', 'next_run'] LOOP
      EXECUTE pg_catalog.format('ALTER VIEW dealsync.%I SET (security_invoker = true)', name);
      EXECUTE pg_catalog.format('GRANT SELECT ON dealsync.%I TO %I', name, role_name);
    END LOOP;
  END IF;
END
$$;

GRANT USAGE ON SCHEMA dealsync TO :"role";

-- What views and questions about the past are made of.
GRANT EXECUTE ON FUNCTION dealsync.without(bigint[], bigint[]), dealsync.primary_of(bigint[], bigint[]),
  dealsync.change_in_words(bigint[], bigint[], bigint[], bigint), dealsync.links_as_of(timestamptz),
  dealsync.observed_links_as_of(timestamptz) TO :"role";
COMMIT;
