-- Look through a stored plan (dealsync plan tells its number, here 1), the most incisive changes first …
SELECT deal_id, action, reason, removed, verdict FROM dealsync.change
WHERE run_id = 1 AND status = 'planned' ORDER BY emptied DESC, removed DESC, deal_id LIMIT 50;

-- … and take deals out of it, one by one or by a rule. dealsync apply 1 leaves them alone; the next plan has them again.
UPDATE dealsync.change SET verdict = 'skip' WHERE run_id = 1 AND deal_id = 1875;
UPDATE dealsync.change SET verdict = 'skip' WHERE run_id = 1 AND emptied;
