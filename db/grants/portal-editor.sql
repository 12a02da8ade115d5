-- What people need who edit the desired side of some portals among several: what portal-reader.sql gives, the editable
-- tables, the review of a stored plan, and the acknowledgement and release of holds, for these portals only. Run it as the
-- owner, for a role that exists:
--
--   psql -v role=anna -v portals=berlin,berlin-test -f db/grants/portal-editor.sql
--
-- Run it again with other portals to change them, and after `dealsync init` has upgraded the schema. The functions that
-- settle a conflict or release a hold work for every portal and are not among the rights; to release a parked deal, delete
-- its row of failure_streak.

\set ON_ERROR_STOP on
\ir portal-reader.sql

GRANT DELETE ON dealsync.deal TO :"role";
GRANT INSERT (portal, deal_id, mode, policy, note) ON dealsync.deal TO :"role";
GRANT UPDATE (portal, deal_id, mode, policy, note) ON dealsync.deal TO :"role";
GRANT USAGE ON SEQUENCE dealsync.edit_mark TO :"role";

GRANT INSERT, UPDATE, DELETE ON dealsync.deal_contact TO :"role";
GRANT UPDATE (verdict) ON dealsync.change TO :"role";
GRANT UPDATE (acknowledged_at, note) ON dealsync.hold TO :"role";
GRANT DELETE ON dealsync.failure_streak TO :"role";

-- Taking edits back, with the role's own rights.
GRANT EXECUTE ON FUNCTION dealsync.edits_of_transaction(bigint), dealsync.edits_by(text, timestamptz, timestamptz),
  dealsync.whole_edits(bigint[]), dealsync.edit_effect(bigint[]), dealsync.lock_deals(text[], bigint[]),
  dealsync.undo_edits(bigint[], boolean), dealsync.undo_edit(bigint, boolean), dealsync.undo_transaction(bigint, boolean) TO :"role";

-- One deal, one row: a view of the editable tables, which still decide.
GRANT INSERT, UPDATE, DELETE ON dealsync.deal_links TO :"role";
