-- What people need who edit the desired side: the editable tables, the review of a stored plan, the acknowledgement of
-- holds, and a look at everything else. Run it as the owner, for a role that exists:
--
--   psql -v role=anna -f db/grants/editor.sql
--
-- Without -v role it is dealsync_editor. Run it again after `dealsync init` has upgraded the schema, which may bring tables
-- and views that are not granted yet; it does no harm.

\set ON_ERROR_STOP on
-- What somebody put into public under the names of PostgreSQL's own is not for the owner to run.
SET search_path = pg_catalog, pg_temp;

\if :{?role}
\else
  \set role dealsync_editor
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

GRANT DELETE ON dealsync.deal TO :"role";
GRANT INSERT (portal, deal_id, mode, policy, note) ON dealsync.deal TO :"role";
GRANT UPDATE (portal, deal_id, mode, policy, note) ON dealsync.deal TO :"role";
GRANT USAGE ON SEQUENCE dealsync.edit_mark TO :"role";

GRANT INSERT, UPDATE, DELETE ON dealsync.deal_contact TO :"role";
GRANT INSERT, UPDATE, DELETE ON dealsync.legacy_file, dealsync.legacy_link, dealsync.legacy_leftover,
  dealsync.legacy_deal, dealsync.legacy_contact, dealsync.moved_legacy_link, dealsync.import_lock TO :"role";

GRANT UPDATE (verdict) ON dealsync.change TO :"role";
GRANT UPDATE (acknowledged_at, note) ON dealsync.hold TO :"role";

GRANT EXECUTE ON FUNCTION dealsync.settle_conflict(bigint, text, text), dealsync.release_deal(bigint, text),
  dealsync.acknowledge_hold(bigint, text, text) TO :"role";

-- Deleting its row releases a deal that was parked because it failed too often.
GRANT DELETE ON dealsync.failure_streak TO :"role";

-- Loads: the source is read with the role's own rights.
GRANT EXECUTE ON PROCEDURE dealsync.replace_links(regclass, text, text, text[], text, bigint, text) TO :"role";
GRANT EXECUTE ON FUNCTION dealsync.begin_load(text), dealsync.preview_links(regclass, text, text, text[], text), dealsync.source_name(regclass),
  dealsync.require_portal(text),
  dealsync.require_quiet_source(regclass), dealsync.read_links(regclass, text), dealsync.compare_links(text, text),
  dealsync.allowed_percent(text[], text, numeric), dealsync.load_refusal(text, text, text, text[], text),
  dealsync.absent_rule(text, text, text, text), dealsync.remember_load(text, text, text, bigint, bigint),
  dealsync.write_links(text, bigint[], bigint[], bigint[], bigint[], integer[], boolean[], text) TO :"role";

-- Taking edits back, with the role's own rights.
GRANT EXECUTE ON FUNCTION dealsync.edits_of_transaction(bigint), dealsync.edits_by(text, timestamptz, timestamptz),
  dealsync.whole_edits(bigint[]), dealsync.edit_effect(bigint[]), dealsync.lock_deals(text[], bigint[]),
  dealsync.undo_edits(bigint[], boolean), dealsync.undo_edit(bigint, boolean), dealsync.undo_transaction(bigint, boolean) TO :"role";

-- One deal, one row: a view of the editable tables, which still decide.
GRANT INSERT, UPDATE, DELETE ON dealsync.deal_links TO :"role";
