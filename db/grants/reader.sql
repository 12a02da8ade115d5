-- What people and dashboards need who only look. Run it as the owner, for a role that exists:
--
--   psql -v role=grafana -f db/grants/reader.sql
--
-- Without -v role it is dealsync_reader. Run it again after `dealsync init` has upgraded the schema, which may bring tables
-- and views that are not granted yet; it does no harm.

\if :{?role}
\else
  \set role dealsync_reader
\endif

GRANT USAGE ON SCHEMA dealsync TO :"role";
GRANT SELECT ON ALL TABLES IN SCHEMA dealsync TO :"role";
