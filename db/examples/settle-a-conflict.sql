-- Which deals were changed on both sides, and what does each side say? They are held under the policies hold and merge.
SELECT deal_id, base, desired, observed, hold FROM dealsync.conflict WHERE portal = 'main' ORDER BY deal_id;

-- Deal 1875 shall have what the mirror says: the next run writes it to the portal.
SELECT dealsync.settle_conflict(1875, 'desired', 'main');

-- Deal 1876 shall have what the portal had when it was last read.
SELECT dealsync.settle_conflict(1876, 'portal', 'main');

-- Deal 1877 shall have the contacts of both.
SELECT dealsync.settle_conflict(1877, 'merge', 'main');
