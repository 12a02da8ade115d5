-- Give the contacts of deal 1875 the order 56, 54, 55.
UPDATE dealsync.deal_contact AS link
SET sort = place * 10
FROM unnest(ARRAY[56, 54, 55]) WITH ORDINALITY AS wanted (contact_id, place)
WHERE link.portal = 'main' AND link.deal_id = 1875 AND link.contact_id = wanted.contact_id;

-- Put the primary contact first in every deal of a portal.
UPDATE dealsync.deal_contact AS link
SET sort = ordered.place * 10
FROM (
  SELECT deal_id, contact_id,
         row_number() OVER (PARTITION BY deal_id ORDER BY is_primary DESC, sort NULLS LAST, contact_id) AS place
  FROM dealsync.deal_contact WHERE portal = 'branch'
) AS ordered
WHERE link.portal = 'branch' AND link.deal_id = ordered.deal_id AND link.contact_id = ordered.contact_id;
