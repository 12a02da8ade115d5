-- Who changed the desired links of deal 1875, when, from what to what?
SELECT at, db_user, application_name, op, contact_id, old_sort, new_sort, old_primary, new_primary, old_mode, new_mode
FROM dealsync.edit_history WHERE portal = 'main' AND deal_id = 1875 ORDER BY edit_id, contact_id;

-- What did dealsync do to it on the portal?
SELECT run_id, reason, method, status, error, before, target, sent_at FROM dealsync.change
WHERE portal = 'main' AND deal_id = 1875 ORDER BY run_id;

-- Which links were wanted a week ago?
SELECT * FROM dealsync.links_as_of(now() - interval '1 week') WHERE portal = 'main' AND deal_id = 1875;

-- And what did the portal have then, as far as it had been read?
SELECT * FROM dealsync.observed_links_as_of(now() - interval '1 week') WHERE portal = 'main' AND deal_id = 1875;

-- The largest edits of the last month.
SELECT made_at, db_user, application_name, edited_table, operation, lines
FROM dealsync.edit WHERE made_at > now() - interval '1 month' ORDER BY lines DESC LIMIT 20;
