-- What dealsync needs when it does not log in as the owner of the database: everything but the schema's definition, so
-- that only the owner can run dealsync init. Run it as the owner, for a role that exists:
--
--   psql -v role=dealsync_runner -f db/grants/runner.sql
--
-- Without -v role it is dealsync_runner. Run it again after `dealsync init` has upgraded the schema, which may bring tables
-- and views that are not granted yet; it does no harm.

\set ON_ERROR_STOP on
-- What somebody put into public under the names of PostgreSQL's own is not for the owner to run.
SET search_path = pg_catalog, pg_temp;

\if :{?role}
\else
  \set role dealsync_runner
\endif

\ir all-portals.sql

GRANT USAGE ON SCHEMA dealsync TO :"role";
GRANT SELECT ON ALL TABLES IN SCHEMA dealsync TO :"role";

-- What views and questions about the past are made of.
GRANT EXECUTE ON FUNCTION dealsync.without(bigint[], bigint[]), dealsync.primary_of(bigint[], bigint[]),
  dealsync.change_in_words(bigint[], bigint[], bigint[], bigint), dealsync.links_as_of(timestamptz),
  dealsync.observed_links_as_of(timestamptz) TO :"role";

GRANT USAGE ON SEQUENCE dealsync.edit_mark TO :"role";

-- The desired side: edit marks, and what is pulled, imported or adopted from the portal.
GRANT INSERT, UPDATE, DELETE ON dealsync.deal, dealsync.deal_contact TO :"role";
GRANT INSERT, UPDATE, DELETE ON dealsync.legacy_file, dealsync.legacy_link, dealsync.legacy_leftover,
  dealsync.legacy_deal, dealsync.legacy_contact, dealsync.moved_legacy_link, dealsync.import_lock TO :"role";

-- The register of portals, from the configuration.
GRANT INSERT (portal, changed_percent, emptied_percent, emptied_floor, removed_links, guard_window),
  UPDATE (changed_percent, emptied_percent, emptied_floor, removed_links, guard_window) ON dealsync.portal TO :"role";

-- The journal. Nothing is ever deleted from run and change, and who began a run for what stays as it was; edit, link_edit,
-- deal_edit and observed_change are written by triggers only.
GRANT INSERT (portal, command, started_by, origin_run, allowances) ON dealsync.run TO :"role";
GRANT UPDATE (state, outcome, explanation, applied_at, applied_by, finished_at, allowances, managed, paused, add_only,
  managed_before, considered, in_sync, changes, plan_held, plan_failed, emptied, added_links, removed_links, desired_links,
  observed_links, base_links, lost_links, everything, parked, held_edits, pushed, verified, held, failed, requests,
  least_requests, calls, rejected, writes, duration_ms) ON dealsync.run TO :"role";
GRANT INSERT, UPDATE ON dealsync.change TO :"role";
GRANT EXECUTE ON FUNCTION dealsync.held_here() TO :"role";
GRANT INSERT, UPDATE, DELETE ON dealsync.observed_deal, dealsync.base_deal, dealsync.failure_streak, dealsync.run_lock,
  dealsync.pull, dealsync.portal_state TO :"role";
GRANT INSERT (portal, deal_id, reason, detail, contacts, edit_mark, since, run_id, times) ON dealsync.hold TO :"role";
GRANT UPDATE, DELETE ON dealsync.hold TO :"role";

-- The scheduler.
GRANT INSERT, UPDATE, DELETE ON dealsync.qrtz_job_details, dealsync.qrtz_triggers, dealsync.qrtz_simple_triggers,
  dealsync.qrtz_cron_triggers, dealsync.qrtz_simprop_triggers, dealsync.qrtz_blob_triggers, dealsync.qrtz_calendars,
  dealsync.qrtz_paused_trigger_grps, dealsync.qrtz_fired_triggers, dealsync.qrtz_scheduler_state, dealsync.qrtz_locks TO :"role";

-- After it has written many rows.
GRANT EXECUTE ON FUNCTION dealsync.take_statistics(text[]) TO :"role";

-- What people decide about deals that were left alone.
GRANT EXECUTE ON FUNCTION dealsync.settle_conflict(bigint, text, text), dealsync.release_deal(bigint, text),
  dealsync.acknowledge_hold(bigint, text, text) TO :"role";

-- What `dealsync resolve` writes into the mirror is journalled.
GRANT EXECUTE ON FUNCTION dealsync.wanted_images(text, bigint[]), dealsync.wanted_image(text, bigint), dealsync.image(bigint[], integer[], bigint[]),
  dealsync.begin_mirror_run(text, text), dealsync.journal_wanted(bigint, text, bigint, text, boolean, jsonb, jsonb) TO :"role";

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
