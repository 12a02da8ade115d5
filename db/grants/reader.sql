-- What people and dashboards need who only look. Run it as the owner, for a role that exists:
--
--   psql -v role=grafana -f db/grants/reader.sql
--
-- Without -v role it is dealsync_reader. Run it again after `dealsync init` has upgraded the schema, which may bring tables
-- and views that are not granted yet; it does no harm.

\set ON_ERROR_STOP on
-- What somebody put into public under the names of PostgreSQL's own is not for the owner to run.
SET search_path = pg_catalog, pg_temp;

\if :{?role}
\else
  \set role dealsync_reader
\endif

\ir all-portals.sql

GRANT USAGE ON SCHEMA dealsync TO :"role";
GRANT SELECT ON ALL TABLES IN SCHEMA dealsync TO :"role";
-- The scheduler's tables are nobody's business.
REVOKE SELECT ON dealsync.qrtz_job_details, dealsync.qrtz_triggers, dealsync.qrtz_simple_triggers,
  dealsync.qrtz_cron_triggers, dealsync.qrtz_simprop_triggers, dealsync.qrtz_blob_triggers, dealsync.qrtz_calendars,
  dealsync.qrtz_paused_trigger_grps, dealsync.qrtz_fired_triggers, dealsync.qrtz_scheduler_state, dealsync.qrtz_locks FROM :"role";

-- What views and questions about the past are made of.
GRANT EXECUTE ON FUNCTION dealsync.without(bigint[], bigint[]), dealsync.primary_of(bigint[], bigint[]),
  dealsync.change_in_words(bigint[], bigint[], bigint[], bigint), dealsync.links_as_of(timestamptz),
  dealsync.observed_links_as_of(timestamptz) TO :"role";
