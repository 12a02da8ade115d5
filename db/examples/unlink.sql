-- Unlink contact 54 from deal 1875. When it was the primary contact, the first of the others becomes primary.
DELETE FROM dealsync.deal_contact WHERE portal = 'main' AND deal_id = 1875 AND contact_id = 54;

-- Unlink everybody from deal 1876. The deal stays managed: "no contacts" is what the portal shall have. To leave the
-- portal as it is, take the deal out instead (take-a-deal-out.sql).
DELETE FROM dealsync.deal_contact WHERE portal = 'main' AND deal_id = 1876;
