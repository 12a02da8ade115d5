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

-- What views and questions about the past are made of.
GRANT EXECUTE ON FUNCTION dealsync.without(bigint[], bigint[]), dealsync.primary_of(bigint[], bigint[]),
  dealsync.change_in_words(bigint[], bigint[], bigint[], bigint), dealsync.links_as_of(timestamptz),
  dealsync.observed_links_as_of(timestamptz) TO :"role";
