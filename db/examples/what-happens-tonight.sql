-- What the next run over all deals would do, as far as the last observation tells, and whether the guard would let it.
SELECT portal, to_change, to_empty, links_to_make, links_to_remove, to_read, held, refused_by FROM dealsync.next_run;
SELECT portal, in_words FROM dealsync.next_run;

-- Which edits have not reached the portal yet, and why?
SELECT portal, deal_id, edited_at, why_not_yet FROM dealsync.deal_overview WHERE edited ORDER BY edited_at;
