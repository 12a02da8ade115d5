-- Leave deal 1875 alone for a while; its desired links stay and can be edited.
UPDATE dealsync.deal SET mode = 'paused', note = 'being cleaned up by sales' WHERE portal = 'main' AND deal_id = 1875;

-- Let deal 1876 gain contacts, but never lose one.
UPDATE dealsync.deal SET mode = 'add_only' WHERE portal = 'main' AND deal_id = 1876;

-- Which deals are not mirrored?
SELECT portal, deal_id, mode, note FROM dealsync.deal WHERE mode <> 'mirror' ORDER BY portal, deal_id;
