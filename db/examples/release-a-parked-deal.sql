-- Which deals failed again and again, and why? After five runs in a row (park-after) a deal is left alone.
SELECT deal_id, runs_in_a_row, last_error FROM dealsync.failure_streak
WHERE portal = 'main' ORDER BY runs_in_a_row DESC, deal_id;

-- Let the next run try deal 1875 again. An edit of its links does the same.
DELETE FROM dealsync.failure_streak WHERE portal = 'main' AND deal_id = 1875;
