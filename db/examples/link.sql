-- Link contact 54 to deal 1875. The deal is managed from now on: dealsync makes the portal have exactly the contacts that
-- deal_contact lists for it. For a deal that is not managed yet, take in what the portal has first, so that nobody else is
-- unlinked: dealsync pull --deal 1875. (Without that, an edit only adds; the next run over all deals removes the others.)
INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1875, 54);

-- Link several at a place of their own, the first one as primary contact; links that are there already stay as they are.
INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary)
VALUES (1876, 55, 10, true),
       (1876, 54, 20, false),
       (1876, 56, 30, false)
ON CONFLICT (portal, deal_id, contact_id) DO NOTHING;

-- On another portal than main.
INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id) VALUES ('branch', 1875, 54);
