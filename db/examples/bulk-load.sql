-- Load links from a file: deal, contact, sort, primary (t or f), with a header line. A million lines take seconds.
-- psql reads the file, so it lies where psql runs.
\copy dealsync.deal_contact (deal_id, contact_id, sort, is_primary) FROM 'links.csv' WITH (FORMAT csv, HEADER)

-- \copy refuses a link that is there already. To replace the links of the deals in a file by those in the file, load it
-- into a table of your own first. Everything happens at once or not at all.
BEGIN;
CREATE TEMPORARY TABLE incoming (LIKE dealsync.deal_contact INCLUDING DEFAULTS) ON COMMIT DROP;
\copy incoming (deal_id, contact_id, sort, is_primary) FROM 'more-links.csv' WITH (FORMAT csv, HEADER)

DELETE FROM dealsync.deal_contact AS link
WHERE (portal, deal_id) IN (SELECT portal, deal_id FROM incoming)
  AND NOT EXISTS (
    SELECT FROM incoming AS new
    WHERE (new.portal, new.deal_id, new.contact_id) = (link.portal, link.deal_id, link.contact_id)
  );

INSERT INTO dealsync.deal_contact SELECT * FROM incoming
ON CONFLICT (portal, deal_id, contact_id) DO UPDATE SET sort = excluded.sort, is_primary = excluded.is_primary;
COMMIT;
