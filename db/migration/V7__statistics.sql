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
REVOKE ALL ON ALL TABLES IN SCHEMA dealsync FROM PUBLIC;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA dealsync FROM PUBLIC;
REVOKE ALL ON ALL ROUTINES IN SCHEMA dealsync FROM PUBLIC;
