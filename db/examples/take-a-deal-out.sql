-- Stop managing deal 1875: its desired links are dropped here, and the portal keeps what it has.
DELETE FROM dealsync.deal WHERE portal = 'main' AND deal_id = 1875;
