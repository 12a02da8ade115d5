-- A table of your own says which contacts the deals should have: filled by dbt, an ERP's export, pandas, or by hand.
CREATE SCHEMA IF NOT EXISTS staging;
CREATE TABLE staging.links (deal_id bigint NOT NULL, contact_id bigint NOT NULL, position integer NOT NULL);
INSERT INTO staging.links (deal_id, contact_id, position) VALUES (1875, 56, 1), (1875, 54, 2), (1876, 55, 1);

-- What would it change?
SELECT deal_id, what, contacts_before, contacts_after FROM dealsync.preview_links('staging.links', 'main', absent => 'release');

-- Do it. Deals that are not in the table: release (managed no more, the portal keeps what it has), clear (no contacts are
-- wanted) or keep. Run it every night: what does not differ is not written.
CALL dealsync.replace_links(source => 'staging.links', portal => 'main', absent => 'release');

-- The guard refuses what would lose much. To allow it for one load, say what its message says:
-- CALL dealsync.replace_links('staging.links', 'main', allow => ARRAY['deals-lost-percent=60']);

-- dealsync undo RUN takes a load back. Deals that it released come back with their rows:
INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id, sort, is_primary)
SELECT c.portal, c.deal_id, (link ->> 'contact')::bigint, (link ->> 'sort')::integer, (link ->> 'primary')::boolean
FROM dealsync.change AS c CROSS JOIN LATERAL jsonb_array_elements(c.adopt_from) AS link
WHERE c.run_id = (SELECT run_id FROM dealsync.link_feed WHERE portal = 'main' AND feed = 'staging.links') AND c.action = 'unmanage'
ON CONFLICT (portal, deal_id, contact_id) DO NOTHING;
