-- Which deals does dealsync leave alone, and why? New ones first.
SELECT deal_id, reason, detail, since, times FROM dealsync.hold
WHERE portal = 'main' AND acknowledged_at IS NULL ORDER BY since DESC;

-- Take note of one; it is news again when its reason changes.
UPDATE dealsync.hold SET acknowledged_at = now(), note = 'asked sales, deal 1875 is coming back'
WHERE portal = 'main' AND deal_id = 1875;
