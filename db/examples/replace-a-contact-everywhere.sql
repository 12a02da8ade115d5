-- Contact 54 was merged into contact 99: put 99 in its place in every deal of a portal, with its order and its primary
-- mark. Another portal has other contacts under these ids.
BEGIN;

-- Where both are linked, 99 takes over the mark, and 54 goes.
UPDATE dealsync.deal_contact AS survivor
SET is_primary = true
FROM dealsync.deal_contact AS merged
WHERE survivor.portal = 'main' AND survivor.contact_id = 99 AND merged.contact_id = 54 AND merged.is_primary
  AND (survivor.portal, survivor.deal_id) = (merged.portal, merged.deal_id);

DELETE FROM dealsync.deal_contact AS merged
WHERE merged.portal = 'main' AND merged.contact_id = 54 AND EXISTS (
  SELECT FROM dealsync.deal_contact AS survivor
  WHERE survivor.contact_id = 99 AND (survivor.portal, survivor.deal_id) = (merged.portal, merged.deal_id)
);

UPDATE dealsync.deal_contact SET contact_id = 99 WHERE portal = 'main' AND contact_id = 54;

COMMIT;
