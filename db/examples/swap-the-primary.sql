-- Make contact 54 the primary contact of deal 1875. One statement for all links of the deal, so that nobody else has to
-- be unmarked first.
UPDATE dealsync.deal_contact SET is_primary = (contact_id = 54) WHERE portal = 'main' AND deal_id = 1875;

-- Or step by step: the rule "at most one primary" is checked at commit, so the order does not matter.
BEGIN;
UPDATE dealsync.deal_contact SET is_primary = true  WHERE portal = 'main' AND deal_id = 1876 AND contact_id = 54;
UPDATE dealsync.deal_contact SET is_primary = false WHERE portal = 'main' AND deal_id = 1876 AND contact_id = 55;
COMMIT;
