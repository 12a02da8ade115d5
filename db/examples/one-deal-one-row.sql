-- A deal as one row: its whole ordered set of contacts. The first one is primary, unless another is said to be.
UPDATE dealsync.deal_links SET contacts = '{54,55}' WHERE portal = 'main' AND deal_id = 1875;
INSERT INTO dealsync.deal_links (deal_id, contacts, primary_contact, note) VALUES (1876, '{54,55,56}', 56, 'the fair in March');

-- Put contact 60 at the end of every deal of contact 56.
UPDATE dealsync.deal_links SET contacts = contacts || 60::bigint
WHERE portal = 'main' AND 56 = ANY (contacts) AND 60 <> ALL (contacts);

-- Deleting a row takes the deal out; the portal keeps what it has.
DELETE FROM dealsync.deal_links WHERE portal = 'main' AND deal_id = 1875;
