-- Which deals failed again and again, and why? After five nights in a row (park-after) a deal is left alone.
SELECT deal_id, failures, counted_at, last_error FROM dealsync.failure_streak
WHERE portal = 'main' ORDER BY failures DESC, deal_id;

-- Let the next run try deal 1875 again. An edit of its links does the same.
SELECT dealsync.release_deal(1875);
