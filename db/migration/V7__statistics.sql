-- The planner's knowledge of tables that were filled a moment ago.


CREATE FUNCTION dealsync.take_statistics(VARIADIC tables text[]) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  each text;
BEGIN
  FOREACH each IN ARRAY tables LOOP
    EXECUTE format('ANALYZE (SKIP_LOCKED) dealsync.%I', each);
  END LOOP;
END
$$;
COMMENT ON FUNCTION dealsync.take_statistics(text[]) IS
  'Analyzes tables of dealsync on behalf of a role that does not own them: after many rows were written, and before autovacuum gets round to it. SELECT dealsync.take_statistics(''deal_contact'');';


-- PostgreSQL lets everybody execute a new function. Here nobody may do anything that the scripts under db/grants do not name.
REVOKE ALL ON SCHEMA dealsync FROM PUBLIC;
-- What somebody else has put into the schema is left alone.
DO $$
DECLARE
  each text;
BEGIN
  FOR each IN
    SELECT pg_catalog.format('%s %s', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.oid::regclass)
    FROM pg_catalog.pg_class AS c
    WHERE c.relnamespace = 'dealsync'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
    UNION ALL
    SELECT pg_catalog.format('ROUTINE %s', p.oid::regprocedure)
    FROM pg_catalog.pg_proc AS p
    WHERE p.pronamespace = 'dealsync'::regnamespace AND pg_catalog.pg_has_role(p.proowner, 'USAGE')
  LOOP
    EXECUTE 'REVOKE ALL ON ' || each || ' FROM PUBLIC';
  END LOOP;
END
$$;
