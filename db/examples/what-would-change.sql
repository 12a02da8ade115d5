-- What would the next run change, as far as the last reading of the portal tells?
SELECT deal_id, change, observed_at FROM dealsync.pending_change WHERE portal = 'main' ORDER BY deal_id;

-- How much would that be?
SELECT count(*) AS deals, sum(cardinality(to_link)) AS links_made, sum(cardinality(to_unlink)) AS links_removed
FROM dealsync.pending_change WHERE portal = 'main';

-- Where does each deal stand?
SELECT deal_id, state, contacts, primary_contact, observed, last_change FROM dealsync.deal_overview
WHERE portal = 'main' ORDER BY deal_id;

-- Which deals were changed on both sides?
SELECT deal_id, base, desired, observed, hold FROM dealsync.conflict WHERE portal = 'main' ORDER BY deal_id;
