-- Before the rows of a backup go into a schema that dealsync init has just made: the rows bring their own history, marks
-- and agreements. For the owner of the schema; no superuser is needed. Nobody else should work in the schema meanwhile.
--
--   psql -f db/restore/triggers-off.sql
--   pg_restore --data-only --single-transaction --dbname=… dealsync.dump
--   psql -f db/restore/triggers-on.sql
-- What somebody put into public under the names of PostgreSQL's own is not for the owner to run.
SET search_path = pg_catalog, pg_temp;

DO $$
DECLARE
  each regclass;
BEGIN
  FOR each IN SELECT DISTINCT tgrelid::regclass FROM pg_trigger
              WHERE NOT tgisinternal AND tgrelid IN (SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'dealsync'::regnamespace)
  LOOP
    EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', each);
  END LOOP;
END
$$;

-- dealsync init has registered the configured portals; the rows bring their own register.
DELETE FROM dealsync.portal;
