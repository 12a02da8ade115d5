-- Who edited what lately?
SELECT edit_id, made_at, db_user, txid, what FROM dealsync.edit_overview ORDER BY edit_id DESC LIMIT 20;

-- What would taking the latest edit back do? stands_on is a later edit that would be lost with it.
SELECT deal_id, contact_id, what, stands_on
FROM dealsync.edit_effect((SELECT max(edit_id) FROM dealsync.edit));

-- Do it, whether it was sent to the portal or not. It is refused where later edits stand on it, unless anyway => true.
SELECT dealsync.undo_edit((SELECT max(edit_id) FROM dealsync.edit));

-- All that was committed together: SELECT dealsync.undo_transaction(7301);
-- What anna did this morning:      SELECT dealsync.undo_edits(dealsync.edits_by('anna', '2026-03-03 09:00', '2026-03-03 12:00'));
