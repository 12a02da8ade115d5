-- Views for people. None of them needs the portal: they compare what is wanted with what was last read.


CREATE FUNCTION dealsync.without(these bigint[], those bigint[]) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(contact ORDER BY place), '{}')
  FROM unnest(these) WITH ORDINALITY AS each (contact, place) WHERE contact <> ALL (those)
$$;
COMMENT ON FUNCTION dealsync.without(bigint[], bigint[]) IS 'View part: these contacts without those, in the order of these.';

-- Without a search path of its own, so that queries can take it in; whoever calls it may have any.
CREATE FUNCTION dealsync.primary_of(contacts bigint[], primaries bigint[]) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE pg_catalog.cardinality(primaries)
           WHEN 1 THEN primaries[1]
           WHEN 0 THEN contacts[1]
           ELSE (SELECT pg_catalog.min(each) FROM pg_catalog.unnest(primaries) AS each)
         END
$$;
COMMENT ON FUNCTION dealsync.primary_of(bigint[], bigint[]) IS
  'View part: the contact that counts as primary: the flagged one, the smallest id among several, the first contact when none is flagged.';

CREATE FUNCTION dealsync.change_in_words(observed bigint[], observed_primaries bigint[], desired bigint[], desired_primary bigint)
  RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT concat_ws('; ',
    'link ' || nullif(array_to_string(dealsync.without(desired, observed), ' '), ''),
    CASE WHEN desired = '{}' THEN 'unlink all: ' ELSE 'unlink ' END
      || nullif(array_to_string(dealsync.without(observed, desired), ' '), ''),
    CASE WHEN dealsync.without(observed, dealsync.without(observed, desired)) <> dealsync.without(desired, dealsync.without(desired, observed))
         THEN 'order ' || array_to_string(observed, ' ') || ' → ' || array_to_string(desired, ' ') END,
    CASE WHEN observed = '{}'                       THEN NULL
         WHEN cardinality(observed_primaries) = 0   THEN 'portal has no primary'
         WHEN cardinality(observed_primaries) > 1   THEN 'portal has two primaries'
         WHEN desired_primary <> observed_primaries[1] THEN 'primary ' || observed_primaries[1] || ' → ' || desired_primary END)
$$;
COMMENT ON FUNCTION dealsync.change_in_words(bigint[], bigint[], bigint[], bigint) IS
  'View part: what leads from the observed contacts to the desired ones, as a phrase: link 54; unlink 60; primary 55 → 54.';


CREATE VIEW dealsync.desired_deal AS
SELECT d.portal, d.deal_id, d.mode, d.policy, d.note, d.edit_mark IS NOT NULL AS edited, d.edited_at,
       coalesce(links.contacts, '{}') AS contacts,
       coalesce(links.marked, links.contacts[1]) AS primary_contact
FROM dealsync.deal AS d
-- Deal by deal: whoever wants a few of them does not pay for all.
CROSS JOIN LATERAL (
  SELECT array_agg(l.contact_id ORDER BY l.sort NULLS LAST, l.contact_id) AS contacts,
         max(l.contact_id) FILTER (WHERE l.is_primary) AS marked
  FROM dealsync.deal_contact AS l WHERE (l.portal, l.deal_id) = (d.portal, d.deal_id)
) AS links;

COMMENT ON VIEW dealsync.desired_deal IS 'The managed deals, one row each, with the desired contacts in their order.';
COMMENT ON COLUMN dealsync.desired_deal.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.desired_deal.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.desired_deal.mode IS 'mirror, add_only or paused.';
COMMENT ON COLUMN dealsync.desired_deal.policy IS 'The deal''s own policy; empty for the portal''s.';
COMMENT ON COLUMN dealsync.desired_deal.note IS 'Free text for people.';
COMMENT ON COLUMN dealsync.desired_deal.edited IS 'Whether the desired side was edited since both sides last agreed.';
COMMENT ON COLUMN dealsync.desired_deal.edited_at IS 'When the desired side was last edited.';
COMMENT ON COLUMN dealsync.desired_deal.contacts IS 'The desired contacts in their order.';
COMMENT ON COLUMN dealsync.desired_deal.primary_contact IS 'The desired primary contact: the marked one, or else the first.';


CREATE VIEW dealsync.edited_deal AS
SELECT portal, deal_id, edit_mark, edited_at FROM dealsync.deal WHERE edit_mark IS NOT NULL;

COMMENT ON VIEW dealsync.edited_deal IS 'The managed deals whose desired side was edited since both sides last agreed.';
COMMENT ON COLUMN dealsync.edited_deal.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.edited_deal.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.edited_deal.edit_mark IS 'The number of the latest edit''s mark; it grows with each edit.';
COMMENT ON COLUMN dealsync.edited_deal.edited_at IS 'When the latest edit was.';


CREATE VIEW dealsync.unrecorded_edit AS
SELECT link.portal, link.deal_id, 'links without a managed deal' AS finding
FROM dealsync.deal_contact AS link
WHERE NOT EXISTS (SELECT FROM dealsync.deal AS d WHERE (d.portal, d.deal_id) = (link.portal, link.deal_id))
GROUP BY link.portal, link.deal_id
UNION ALL
SELECT d.portal, d.deal_id, 'links changed without a mark'
FROM dealsync.desired_deal AS d JOIN dealsync.base_deal AS b USING (portal, deal_id)
WHERE NOT d.edited AND d.mode = 'mirror'
  AND (d.contacts, d.primary_contact) IS DISTINCT FROM (b.contacts, dealsync.primary_of(b.contacts, b.primaries))
  AND NOT EXISTS (SELECT FROM dealsync.run AS undo WHERE undo.run_id = b.run_id AND undo.origin_run IS NOT NULL);

COMMENT ON VIEW dealsync.unrecorded_edit IS
  'What came into the editable tables past their triggers: by logical replication, a restore with session_replication_role = replica, or triggers that were switched off. Runs over all deals or over edits, dealsync serve, status and check look here; status and a run over edits give up after some seconds. Runs mark the deals whose links have changed; links without a managed deal are only told, because nobody has said that the deal shall be managed: insert its row into deal, or delete the links.';
COMMENT ON COLUMN dealsync.unrecorded_edit.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.unrecorded_edit.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.unrecorded_edit.finding IS
  'links without a managed deal; or links changed without a mark: they are not those that both sides agreed on, though no edit is recorded since, and no undo of the portal alone has made it so.';


CREATE VIEW dealsync.observed_link AS
SELECT o.portal, o.deal_id, link.contact_id, link.sort, link.contact_id = ANY (o.primaries) AS is_primary, o.read_at
FROM dealsync.observed_deal AS o CROSS JOIN LATERAL unnest(o.contacts, o.sorts) AS link (contact_id, sort);

COMMENT ON VIEW dealsync.observed_link IS 'What the portal last answered, one row a link, exactly as it was.';
COMMENT ON COLUMN dealsync.observed_link.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.observed_link.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.observed_link.contact_id IS 'The linked contact''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.observed_link.sort IS 'The link''s SORT on the portal.';
COMMENT ON COLUMN dealsync.observed_link.is_primary IS 'Whether the link is flagged primary on the portal.';
COMMENT ON COLUMN dealsync.observed_link.read_at IS 'When it was read.';


-- As links_as_of: without settings of its own, and with a row type whose portal has the index's collation.
CREATE FUNCTION dealsync.observed_links_as_of(moment timestamptz)
  RETURNS SETOF dealsync.observed_link LANGUAGE sql STABLE
AS $$
  SELECT last.portal, last.deal_id, link.contact_id, link.sort, link.contact_id = ANY (last.primaries), last.read_at
  FROM (
    SELECT DISTINCT ON (seen.portal, seen.deal_id) seen.*
    FROM dealsync.observed_change AS seen
    WHERE seen.read_at <= moment
    ORDER BY seen.portal, seen.deal_id, seen.read_at DESC
  ) AS last
  CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(last.contacts), pg_catalog.unnest(last.sorts)) AS link (contact_id, sort)
  WHERE last.state = 'read'
$$;
COMMENT ON FUNCTION dealsync.observed_links_as_of(timestamptz) IS
  'The portal''s links as far as dealsync had read them by a moment: SELECT * FROM dealsync.observed_links_as_of(''2026-03-03''). A change that somebody made on the portal counts from the reading that saw it; a deal that had never been read is not in it.';


CREATE VIEW dealsync.base_link AS
SELECT b.portal, b.deal_id, link.contact_id, link.sort, link.contact_id = ANY (b.primaries) AS is_primary, b.agreed_at
FROM dealsync.base_deal AS b CROSS JOIN LATERAL unnest(b.contacts, b.sorts) AS link (contact_id, sort);

COMMENT ON VIEW dealsync.base_link IS 'What both sides last agreed on, one row a link.';
COMMENT ON COLUMN dealsync.base_link.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.base_link.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.base_link.contact_id IS 'The linked contact''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.base_link.sort IS 'The SORT that the portal had then.';
COMMENT ON COLUMN dealsync.base_link.is_primary IS 'Whether it was primary.';
COMMENT ON COLUMN dealsync.base_link.agreed_at IS 'When both sides agreed.';


CREATE VIEW dealsync.compared_deal AS
SELECT d.portal, d.deal_id, d.mode, d.policy, d.note, d.edited, d.edited_at,
       d.contacts AS desired, d.primary_contact AS desired_primary,
       o.contacts AS observed, o.primaries AS observed_primaries, o.state AS observed_state, o.read_at AS observed_at,
       CASE WHEN o.state IS NULL       THEN true
            WHEN o.state <> 'read'     THEN false
            WHEN d.mode = 'add_only'   THEN NOT d.contacts <@ o.contacts
            ELSE d.contacts <> o.contacts
                 OR cardinality(o.primaries) <> least(1, cardinality(o.contacts))
                 OR coalesce(d.primary_contact <> o.primaries[1], false)
       END AS differs
FROM dealsync.desired_deal AS d LEFT JOIN dealsync.observed_deal AS o USING (portal, deal_id);

COMMENT ON VIEW dealsync.compared_deal IS
  'Every managed deal with the desired side beside the last observation. The contacts in order and the primary are compared, SORT values are not.';
COMMENT ON COLUMN dealsync.compared_deal.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.compared_deal.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.compared_deal.mode IS 'mirror, add_only or paused.';
COMMENT ON COLUMN dealsync.compared_deal.policy IS 'The deal''s own policy; empty for the portal''s.';
COMMENT ON COLUMN dealsync.compared_deal.note IS 'Free text for people.';
COMMENT ON COLUMN dealsync.compared_deal.edited IS 'Whether the desired side was edited since both sides last agreed.';
COMMENT ON COLUMN dealsync.compared_deal.edited_at IS 'When the desired side was last edited.';
COMMENT ON COLUMN dealsync.compared_deal.desired IS 'The desired contacts in their order.';
COMMENT ON COLUMN dealsync.compared_deal.desired_primary IS 'The desired primary contact.';
COMMENT ON COLUMN dealsync.compared_deal.observed IS 'The contacts that the portal last had, in their order; empty when it was never read.';
COMMENT ON COLUMN dealsync.compared_deal.observed_primaries IS 'Those of them that were flagged primary.';
COMMENT ON COLUMN dealsync.compared_deal.observed_state IS 'read, missing or denied; empty when it was never read.';
COMMENT ON COLUMN dealsync.compared_deal.observed_at IS 'When it was last read.';
COMMENT ON COLUMN dealsync.compared_deal.differs IS 'Whether the portal is not as desired, as far as is known; a deal that was never read differs.';


CREATE VIEW dealsync.pending_change AS
SELECT c.portal, c.deal_id,
       CASE WHEN c.observed IS NULL    THEN 'not read yet'
            WHEN c.mode = 'add_only'   THEN 'link ' || array_to_string(dealsync.without(c.desired, c.observed), ' ')
            ELSE dealsync.change_in_words(c.observed, c.observed_primaries, c.desired, c.desired_primary)
       END AS change,
       dealsync.without(c.desired, coalesce(c.observed, '{}')) AS to_link,
       CASE WHEN c.mode = 'add_only' THEN '{}' ELSE dealsync.without(coalesce(c.observed, '{}'), c.desired) END AS to_unlink,
       c.desired, c.desired_primary,
       c.observed, dealsync.primary_of(c.observed, c.observed_primaries) AS observed_primary,
       c.observed_at, c.mode, c.edited, h.reason AS hold
FROM dealsync.compared_deal AS c LEFT JOIN dealsync.hold AS h USING (portal, deal_id)
WHERE c.differs AND c.mode <> 'paused';

COMMENT ON VIEW dealsync.pending_change IS
  'What the next run would change, as far as the last observation tells: one row for each deal whose desired side differs from it. Paused deals are left out; no portal is needed.';
COMMENT ON COLUMN dealsync.pending_change.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.pending_change.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.pending_change.change IS 'The change in words; "not read yet" when nothing is known of the portal''s side.';
COMMENT ON COLUMN dealsync.pending_change.to_link IS 'The contacts that would be linked.';
COMMENT ON COLUMN dealsync.pending_change.to_unlink IS 'The contacts that would be unlinked.';
COMMENT ON COLUMN dealsync.pending_change.desired IS 'The desired contacts in their order.';
COMMENT ON COLUMN dealsync.pending_change.desired_primary IS 'The desired primary contact.';
COMMENT ON COLUMN dealsync.pending_change.observed IS 'The contacts that the portal last had, in their order.';
COMMENT ON COLUMN dealsync.pending_change.observed_primary IS 'The primary contact that the portal last had.';
COMMENT ON COLUMN dealsync.pending_change.observed_at IS 'When the portal was last read for this deal.';
COMMENT ON COLUMN dealsync.pending_change.mode IS 'mirror or add_only.';
COMMENT ON COLUMN dealsync.pending_change.edited IS 'Whether the desired side was edited since both sides last agreed; if not, the portal was.';
COMMENT ON COLUMN dealsync.pending_change.hold IS 'Why the deal is left alone, if it is.';


CREATE VIEW dealsync.deal_overview AS
SELECT c.portal, c.deal_id,
       CASE WHEN c.mode = 'paused'               THEN 'paused'
            WHEN h.reason IS NOT NULL            THEN 'held: ' || h.reason
            WHEN c.observed_state IS NULL        THEN 'not read yet'
            WHEN c.observed_state = 'missing'    THEN 'missing on the portal'
            WHEN c.observed_state = 'denied'     THEN 'not visible on the portal'
            WHEN c.differs                       THEN 'to be changed'
            ELSE 'in sync'
       END AS state,
       c.mode, c.policy, c.desired AS contacts, c.desired_primary AS primary_contact,
       c.edited, c.edited_at, c.observed, c.observed_at, b.agreed_at, h.detail AS hold,
       last.run_id AS last_run, last.status AS last_status, last.reason AS last_change, c.note,
       CASE WHEN NOT c.edited AND NOT c.differs  THEN NULL
            WHEN c.mode = 'paused'               THEN 'the deal is paused'
            WHEN h.reason IS NOT NULL            THEN 'held: ' || h.detail
            WHEN last.waits                      THEN format('the guard refused it in run %s: dealsync show %1$s says why, dealsync apply %1$s lets it go on', last.run_id)
            WHEN last.refused                    THEN format('the guard refused run %s: dealsync show %1$s says why', last.run_id)
            WHEN f.failures IS NOT NULL          THEN format('run %s failed with it (%s); the next one tries again', f.last_run, f.last_error)
            WHEN holder.command IS NOT NULL      THEN format('a run is under way: %s', holder.command)
            WHEN NOT c.edited AND c.observed_state IS NOT NULL THEN 'the portal was seen to be otherwise; the next run over all deals decides'
            ELSE                                      'waits for the next run'
       END AS why_not_yet
FROM dealsync.compared_deal AS c
LEFT JOIN dealsync.base_deal AS b USING (portal, deal_id)
LEFT JOIN dealsync.hold AS h USING (portal, deal_id)
LEFT JOIN dealsync.failure_streak AS f USING (portal, deal_id)
LEFT JOIN dealsync.run_lock AS holder USING (portal)
LEFT JOIN LATERAL (
  SELECT x.run_id, x.status, x.reason, x.waits AND x.status = 'planned' AS waits, x.status = 'planned' AND r.state = 'refused' AS refused
  FROM dealsync.change AS x JOIN dealsync.run AS r USING (run_id)
  WHERE (x.portal, x.deal_id) = (c.portal, c.deal_id) ORDER BY x.run_id DESC LIMIT 1
) AS last ON true;

COMMENT ON VIEW dealsync.deal_overview IS 'One line for each managed deal: what is wanted, what the portal has, what stands in the way, what was done last.';
COMMENT ON COLUMN dealsync.deal_overview.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.deal_overview.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.deal_overview.state IS 'Where the deal stands, in words: in sync, to be changed, held: …, paused, not read yet, …';
COMMENT ON COLUMN dealsync.deal_overview.mode IS 'mirror, add_only or paused.';
COMMENT ON COLUMN dealsync.deal_overview.policy IS 'The deal''s own policy; empty for the portal''s.';
COMMENT ON COLUMN dealsync.deal_overview.contacts IS 'The desired contacts in their order.';
COMMENT ON COLUMN dealsync.deal_overview.primary_contact IS 'The desired primary contact.';
COMMENT ON COLUMN dealsync.deal_overview.edited IS 'Whether the desired side was edited since both sides last agreed.';
COMMENT ON COLUMN dealsync.deal_overview.edited_at IS 'When the desired side was last edited.';
COMMENT ON COLUMN dealsync.deal_overview.observed IS 'The contacts that the portal last had, in their order.';
COMMENT ON COLUMN dealsync.deal_overview.observed_at IS 'When the portal was last read for this deal.';
COMMENT ON COLUMN dealsync.deal_overview.why_not_yet IS
  'Why the portal does not have yet what is wanted, in words; empty when it has.';
COMMENT ON COLUMN dealsync.deal_overview.agreed_at IS 'When both sides last came to agree.';
COMMENT ON COLUMN dealsync.deal_overview.hold IS 'Why the deal is left alone, in a sentence.';
COMMENT ON COLUMN dealsync.deal_overview.last_run IS 'The latest run that has a row about the deal.';
COMMENT ON COLUMN dealsync.deal_overview.last_status IS 'What became of it there.';
COMMENT ON COLUMN dealsync.deal_overview.last_change IS 'What that run wanted to do, in words.';
COMMENT ON COLUMN dealsync.deal_overview.note IS 'Free text for people.';


CREATE VIEW dealsync.conflict AS
SELECT c.portal, c.deal_id, c.policy,
       b.contacts AS base, dealsync.primary_of(b.contacts, b.primaries) AS base_primary,
       c.desired, c.desired_primary,
       c.observed, dealsync.primary_of(c.observed, c.observed_primaries) AS observed_primary,
       b.agreed_at, c.edited_at, c.observed_at, h.reason AS hold
FROM dealsync.compared_deal AS c
JOIN dealsync.base_deal AS b USING (portal, deal_id)
LEFT JOIN dealsync.hold AS h USING (portal, deal_id)
WHERE c.differs AND c.observed_state = 'read' AND c.mode = 'mirror'
  AND (c.desired, c.desired_primary) IS DISTINCT FROM (b.contacts, dealsync.primary_of(b.contacts, b.primaries))
  AND (c.observed, dealsync.primary_of(c.observed, c.observed_primaries))
      IS DISTINCT FROM (b.contacts, dealsync.primary_of(b.contacts, b.primaries));

COMMENT ON VIEW dealsync.conflict IS
  'The deals that were changed on both sides since they last agreed, and differently: base, desired and observed side by side. What happens to them is up to the policy.';
COMMENT ON COLUMN dealsync.conflict.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.conflict.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.conflict.policy IS 'The deal''s own policy; empty for the portal''s.';
COMMENT ON COLUMN dealsync.conflict.base IS 'The contacts that both sides last agreed on, in their order.';
COMMENT ON COLUMN dealsync.conflict.base_primary IS 'The primary contact that both sides last agreed on.';
COMMENT ON COLUMN dealsync.conflict.desired IS 'The desired contacts in their order.';
COMMENT ON COLUMN dealsync.conflict.desired_primary IS 'The desired primary contact.';
COMMENT ON COLUMN dealsync.conflict.observed IS 'The contacts that the portal last had, in their order.';
COMMENT ON COLUMN dealsync.conflict.observed_primary IS 'The primary contact that the portal last had.';
COMMENT ON COLUMN dealsync.conflict.agreed_at IS 'When both sides last came to agree.';
COMMENT ON COLUMN dealsync.conflict.edited_at IS 'When the desired side was last edited.';
COMMENT ON COLUMN dealsync.conflict.observed_at IS 'When the portal was last read for this deal.';
COMMENT ON COLUMN dealsync.conflict.hold IS 'Why the deal is left alone, if it is.';


CREATE VIEW dealsync.run_summary AS
SELECT run_id, portal, command, state, outcome, started_at, started_by,
       coalesce(duration_ms * interval '1 millisecond', finished_at - started_at) AS took,
       concat_ws(', ',
         considered || ' deals',
         in_sync || ' in sync',
         CASE WHEN changes > 0 THEN changes || ' to change' END,
         CASE WHEN verified > 0 THEN verified || ' changed and verified' END,
         CASE WHEN coalesce(held, plan_held) > 0 THEN coalesce(held, plan_held) || ' held' END,
         CASE WHEN coalesce(failed, plan_failed) > 0 THEN coalesce(failed, plan_failed) || ' failed' END,
         requests || ' requests',
         CASE WHEN rejected > 0 THEN rejected || ' of them too fast' END,
         nullif(explanation, '')) AS summary
FROM dealsync.run;

COMMENT ON VIEW dealsync.run_summary IS 'One line for each run, for reading.';
COMMENT ON COLUMN dealsync.run_summary.run_id IS 'The run''s number.';
COMMENT ON COLUMN dealsync.run_summary.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.run_summary.command IS 'The command that opened it.';
COMMENT ON COLUMN dealsync.run_summary.state IS 'running, planned, refused, done, failed or interrupted.';
COMMENT ON COLUMN dealsync.run_summary.outcome IS 'How it ended in one word.';
COMMENT ON COLUMN dealsync.run_summary.started_at IS 'When it began.';
COMMENT ON COLUMN dealsync.run_summary.started_by IS 'Who started it.';
COMMENT ON COLUMN dealsync.run_summary.took IS 'How long it took.';
COMMENT ON COLUMN dealsync.run_summary.summary IS 'What it found and did, in words.';


CREATE VIEW dealsync.loss AS
SELECT c.portal, c.run_id, c.deal_id, c.sent_at AS at, false AS pending,
       c.method IS NOT NULL AS on_portal, c.adopt_from IS NOT NULL AS in_mirror,
       c.emptied AND NOT jsonb_exists(r.allowances, 'emptied-percent') AS emptied,
       CASE WHEN jsonb_exists(r.allowances, 'removed-links') THEN 0 ELSE c.removed END AS removed
FROM dealsync.change AS c JOIN dealsync.run AS r USING (run_id)
WHERE c.sent_at IS NOT NULL AND (c.emptied OR c.removed > 0)
  AND NOT (c.status = 'failed' AND c.after IS NOT NULL AND c.after = c.before)
  AND NOT EXISTS (
    SELECT FROM dealsync.run AS undo JOIN dealsync.change AS back ON (back.run_id, back.deal_id) = (undo.run_id, c.deal_id)
    WHERE undo.origin_run = c.run_id AND back.status = 'verified')
UNION ALL
SELECT c.portal, c.run_id, c.deal_id, now(), true,
       c.method IS NOT NULL, c.adopt_from IS NOT NULL,
       c.emptied AND NOT jsonb_exists(r.allowances, 'emptied-percent'),
       CASE WHEN jsonb_exists(r.allowances, 'removed-links') THEN 0 ELSE c.removed END
FROM dealsync.run AS r JOIN dealsync.change AS c USING (run_id)
WHERE r.state = 'running' AND r.managed IS NOT NULL
  AND c.status = 'planned' AND c.verdict = 'apply' AND NOT c.waits AND (c.emptied OR c.removed > 0);

COMMENT ON VIEW dealsync.loss IS
  'What runs took: the changes that emptied a deal or removed links and were sent, unless the portal was seen to be as before or an undo has brought the deal back; and those that an approved run still has to send. The guard adds up the rows of the last 24 hours (guard.window) when it judges a run; a limit that a person raised for a run leaves nothing of that run to count.';
COMMENT ON COLUMN dealsync.loss.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.loss.run_id IS 'The run that did it.';
COMMENT ON COLUMN dealsync.loss.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.loss.at IS 'When the call was last about to leave; now for a change that is still to be sent.';
COMMENT ON COLUMN dealsync.loss.pending IS 'Whether it is still to be sent.';
COMMENT ON COLUMN dealsync.loss.on_portal IS 'Whether the portal''s links were to change.';
COMMENT ON COLUMN dealsync.loss.in_mirror IS 'Whether the desired links were to change.';
COMMENT ON COLUMN dealsync.loss.emptied IS 'Whether the deal lost its last contact; false when a person had allowed it for that run.';
COMMENT ON COLUMN dealsync.loss.removed IS 'How many links were removed; 0 when a person had allowed it for that run.';


CREATE VIEW dealsync.next_run AS
WITH deals AS (
  SELECT portal, count(*) AS managed, count(*) FILTER (WHERE mode = 'paused') AS paused,
         count(*) FILTER (WHERE mode = 'mirror') AS mirrored, count(edit_mark) AS edited
  FROM dealsync.deal GROUP BY portal
), pending AS (
  SELECT portal, count(*) FILTER (WHERE observed IS NULL) AS to_read, count(*) FILTER (WHERE observed IS NOT NULL AND hold IS NOT NULL) AS held,
         count(*) FILTER (WHERE observed IS NOT NULL AND hold IS NULL) AS to_change,
         count(*) FILTER (WHERE observed <> '{}' AND hold IS NULL AND mode = 'mirror' AND desired = '{}') AS to_empty,
         coalesce(sum(cardinality(to_link)) FILTER (WHERE observed IS NOT NULL AND hold IS NULL), 0) AS links_to_make,
         coalesce(sum(cardinality(to_unlink)) FILTER (WHERE observed IS NOT NULL AND hold IS NULL), 0) AS links_to_remove
  FROM dealsync.pending_change GROUP BY portal
), lately AS (
  SELECT l.portal, count(*) FILTER (WHERE l.emptied) AS emptied, coalesce(sum(l.removed), 0) AS removed
  FROM dealsync.loss AS l JOIN dealsync.portal AS p USING (portal)
  WHERE l.at >= now() - p.guard_window GROUP BY l.portal
), waiting AS (
  SELECT portal, sum(n)::bigint AS edits, string_agg(format('%s %s', n, why), ', ' ORDER BY n DESC, why) AS why
  FROM (
    SELECT d.portal, CASE WHEN d.mode = 'paused' THEN 'paused' ELSE 'held: ' || h.reason END AS why, count(*) AS n
    FROM dealsync.deal AS d LEFT JOIN dealsync.hold AS h USING (portal, deal_id)
    WHERE d.edit_mark IS NOT NULL AND (d.mode = 'paused' OR h.reason IS NOT NULL) GROUP BY 1, 2
  ) AS reason GROUP BY portal
), judged AS (
  SELECT p.portal, coalesce(d.managed, 0) AS managed, coalesce(d.paused, 0) AS paused, coalesce(n.to_read, 0) AS to_read,
         coalesce(n.to_change, 0) AS to_change, coalesce(n.to_empty, 0) AS to_empty, coalesce(n.links_to_make, 0) AS links_to_make,
         coalesce(n.links_to_remove, 0) AS links_to_remove, coalesce(n.held, 0) AS held, coalesce(d.edited, 0) AS edited,
         coalesce(w.edits, 0) AS edits_waiting, w.why AS edits_wait_because,
         coalesce(l.emptied, 0) AS emptied_lately, coalesce(l.removed, 0) AS removed_lately,
         nullif(concat_ws('; ',
           CASE WHEN d.managed - d.paused >= 20 AND n.to_change * 100 > p.changed_percent * (d.managed - d.paused) THEN
             format('changed-percent: %s %% of deals would change (%s of %s), the limit is %s %%',
                    round(n.to_change * 100.0 / (d.managed - d.paused), 1), n.to_change, d.managed - d.paused, p.changed_percent) END,
           CASE WHEN n.to_empty > 0 AND p.emptied_percent < 100 AND (p.emptied_percent = 0 OR n.to_empty + coalesce(l.emptied, 0) > p.emptied_floor)
                 AND (n.to_empty + coalesce(l.emptied, 0)) * 100 > p.emptied_percent * d.mirrored THEN
             format('emptied-percent: %s %% of deals would lose their last contact (%s now and %s lately, of %s), the limit is %s %%',
                    round((n.to_empty + coalesce(l.emptied, 0)) * 100.0 / d.mirrored, 1), n.to_empty, coalesce(l.emptied, 0), d.mirrored, p.emptied_percent) END,
           CASE WHEN n.links_to_remove > 0 AND n.links_to_remove + coalesce(l.removed, 0) > p.removed_links THEN
             format('removed-links: %s links would be removed (%s now and %s lately), the limit is %s',
                    n.links_to_remove + coalesce(l.removed, 0), n.links_to_remove, coalesce(l.removed, 0), p.removed_links) END), '') AS refused_by
  FROM dealsync.portal AS p
  LEFT JOIN deals AS d USING (portal) LEFT JOIN pending AS n USING (portal) LEFT JOIN lately AS l USING (portal) LEFT JOIN waiting AS w USING (portal)
)
SELECT judged.*,
       concat_ws('; ',
         CASE WHEN managed = 0 THEN 'no deal is managed'
              WHEN to_change + to_read + held = 0 THEN 'nothing to change'
              ELSE concat_ws(', ',
                CASE WHEN to_change > 0 THEN format('%s to change (+%s −%s links%s)', to_change, links_to_make, links_to_remove,
                                                    CASE WHEN to_empty > 0 THEN format(', %s emptied', to_empty) ELSE '' END) END,
                CASE WHEN to_read > 0 THEN format('%s not read yet', to_read) END,
                CASE WHEN held > 0 THEN format('%s held', held) END) END,
         'the guard would refuse it (' || refused_by || ')',
         CASE WHEN edits_waiting > 0 THEN format('edits that wait: %s', edits_wait_because) END) AS in_words
FROM judged;

COMMENT ON VIEW dealsync.next_run IS 'What the next run over all deals of each portal would do, as far as the last observation tells.';
COMMENT ON COLUMN dealsync.next_run.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.next_run.managed IS 'Managed deals.';
COMMENT ON COLUMN dealsync.next_run.paused IS 'Those of them that are paused.';
COMMENT ON COLUMN dealsync.next_run.to_read IS 'Deals that were never read, so that nobody knows yet.';
COMMENT ON COLUMN dealsync.next_run.to_change IS 'Deals that would change, without those that are held.';
COMMENT ON COLUMN dealsync.next_run.to_empty IS 'Those of them that would lose their last contact.';
COMMENT ON COLUMN dealsync.next_run.links_to_make IS 'Links that would be made.';
COMMENT ON COLUMN dealsync.next_run.links_to_remove IS 'Links that would be removed.';
COMMENT ON COLUMN dealsync.next_run.held IS 'Deals that differ and are held.';
COMMENT ON COLUMN dealsync.next_run.edited IS 'Deals that were edited since both sides last agreed.';
COMMENT ON COLUMN dealsync.next_run.edits_waiting IS 'Those of them that wait for more than the next run: held or paused.';
COMMENT ON COLUMN dealsync.next_run.edits_wait_because IS 'Why, with counts.';
COMMENT ON COLUMN dealsync.next_run.emptied_lately IS 'Deals emptied within the guard''s window.';
COMMENT ON COLUMN dealsync.next_run.removed_lately IS 'Links removed within the guard''s window.';
COMMENT ON COLUMN dealsync.next_run.refused_by IS 'The limits that would be exceeded, with the arithmetic; empty when the guard would let it pass. The limits are those that the configuration last said.';
COMMENT ON COLUMN dealsync.next_run.in_words IS 'All of it in a sentence, as dealsync status says it.';


-- ---------------------------------------------------------------------------------------------------------------------
-- One deal, one row
-- ---------------------------------------------------------------------------------------------------------------------

CREATE VIEW dealsync.deal_links AS
SELECT portal, deal_id, contacts, primary_contact, mode, note FROM dealsync.desired_deal;

COMMENT ON VIEW dealsync.deal_links IS 'The managed deals, one row each, to be edited as a whole: UPDATE … SET contacts = ''{54,55}'' sets the ordered set.';
COMMENT ON COLUMN dealsync.deal_links.portal IS 'The portal''s name; main when it is left out of an INSERT.';
COMMENT ON COLUMN dealsync.deal_links.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.deal_links.contacts IS 'The desired contacts in their order. Written, they get the SORT values 10, 20, 30 …';
COMMENT ON COLUMN dealsync.deal_links.primary_contact IS
  'The primary contact. Where contacts are written and this is not, it stays primary as long as it is among them; otherwise the first one is.';
COMMENT ON COLUMN dealsync.deal_links.mode IS 'mirror, add_only or paused.';
COMMENT ON COLUMN dealsync.deal_links.note IS 'Free text for people.';
ALTER VIEW dealsync.deal_links ALTER COLUMN portal SET DEFAULT 'main';


-- A trigger of a view fires row by row, and a statement for each deal would cost thirty times what one for all does. So the
-- rows are gathered, and written at the end of the statement, with the rights of whoever edits.
CREATE FUNCTION dealsync.gather_deal_links() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  chosen bigint := CASE WHEN TG_OP <> 'DELETE' THEN NEW.primary_contact END;
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO pg_temp.deal_links_to_write (op, portal, deal_id, old_contacts, old_primary) VALUES (TG_OP, OLD.portal, OLD.deal_id, OLD.contacts, OLD.primary_contact);
    RETURN OLD;
  END IF;
  NEW.contacts := coalesce(NEW.contacts, '{}');
  NEW.mode     := coalesce(NEW.mode, 'mirror');
  IF TG_OP = 'INSERT' THEN
    NEW.primary_contact := coalesce(chosen, NEW.contacts[1]);
    INSERT INTO pg_temp.deal_links_to_write (op, portal, deal_id, contacts, primary_contact, mode, note)
      VALUES (TG_OP, NEW.portal, NEW.deal_id, NEW.contacts, NEW.primary_contact, NEW.mode, NEW.note);
    RETURN NEW;
  END IF;
  IF (OLD.portal, OLD.deal_id) IS DISTINCT FROM (NEW.portal, NEW.deal_id) THEN
    RAISE EXCEPTION 'deal % of portal % cannot become deal % of portal %: a managed deal keeps its key', OLD.deal_id, OLD.portal, NEW.deal_id, NEW.portal
      USING ERRCODE = 'integrity_constraint_violation', SCHEMA = 'dealsync', TABLE = 'deal_links',
            HINT = 'Insert the right deal, then delete the wrong one.';
  END IF;
  -- A primary that was not written is what it was, and gives way when it is not among the contacts any more.
  IF chosen IS NOT DISTINCT FROM OLD.primary_contact AND NOT coalesce(chosen = ANY (NEW.contacts), false) THEN
    chosen := NULL;
  END IF;
  NEW.primary_contact := coalesce(chosen, NEW.contacts[1]);
  IF (OLD.contacts, OLD.primary_contact, OLD.mode, OLD.note) IS DISTINCT FROM (NEW.contacts, NEW.primary_contact, NEW.mode, NEW.note) THEN
    INSERT INTO pg_temp.deal_links_to_write VALUES
      (TG_OP, NEW.portal, NEW.deal_id, OLD.contacts, OLD.primary_contact, NEW.contacts, NEW.primary_contact, NEW.mode, NEW.note);
  END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION dealsync.gather_deal_links() IS 'Trigger: gathers what a statement does to rows of deal_links.';


CREATE FUNCTION dealsync.begin_deal_links() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF to_regclass('pg_temp.deal_links_to_write') IS NULL THEN
    CREATE TEMP TABLE deal_links_to_write (op text, portal text COLLATE "C", deal_id bigint, old_contacts bigint[], old_primary bigint,
      contacts bigint[], primary_contact bigint, mode text, note text) ON COMMIT DROP;
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION dealsync.begin_deal_links() IS 'Trigger: makes room for the rows of a statement on deal_links.';


CREATE FUNCTION dealsync.write_deal_links() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET jit = off
AS $$
DECLARE
  wrong   record;
  portals text[];
  deals   bigint[];
BEGIN
  IF NOT EXISTS (SELECT FROM pg_temp.deal_links_to_write) THEN
    RETURN NULL;
  END IF;
  SELECT portal, deal_id, contacts, primary_contact,
         CASE WHEN array_position(contacts, NULL) IS NOT NULL OR 1 > ANY (contacts) THEN format('%s is no list of contact ids', contacts)
              WHEN primary_contact IS NOT NULL AND primary_contact <> ALL (contacts) THEN format('primary_contact %s is not among %s', primary_contact, contacts)
              ELSE format('%s has a contact twice', contacts) END AS why
    INTO wrong FROM pg_temp.deal_links_to_write
    WHERE op <> 'DELETE' AND (array_position(contacts, NULL) IS NOT NULL OR 1 > ANY (contacts) OR (primary_contact IS NOT NULL AND primary_contact <> ALL (contacts))
       OR cardinality(contacts) > 1 AND (SELECT count(DISTINCT each) < count(*) FROM unnest(contacts) AS each)) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'contacts of deal %: %', wrong.deal_id, wrong.why
      USING ERRCODE = 'invalid_parameter_value', SCHEMA = 'dealsync', TABLE = 'deal_links', COLUMN = 'contacts';
  END IF;

  -- Links first, as every edit does. What was read before the locks may be old; what somebody did meanwhile is not overwritten.
  ANALYZE pg_temp.deal_links_to_write;
  SELECT array_agg(portal ORDER BY portal, deal_id), array_agg(deal_id ORDER BY portal, deal_id) INTO portals, deals
    FROM pg_temp.deal_links_to_write WHERE op <> 'INSERT';
  IF deals IS NOT NULL THEN
    PERFORM FROM unnest(portals, deals) AS each (portal, deal_id) JOIN dealsync.deal_contact AS l USING (portal, deal_id)
      ORDER BY l.portal, l.deal_id, l.contact_id FOR UPDATE OF l;
    PERFORM dealsync.lock_deals(portals, deals);
    SELECT w.portal, w.deal_id INTO wrong
      FROM pg_temp.deal_links_to_write AS w LEFT JOIN dealsync.desired_deal AS d USING (portal, deal_id)
      WHERE w.op <> 'INSERT' AND (d.contacts, d.primary_contact) IS DISTINCT FROM (w.old_contacts, w.old_primary) LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION 'deal % of portal % was edited by somebody else at the same time', wrong.deal_id, wrong.portal
        USING ERRCODE = 'serialization_failure', SCHEMA = 'dealsync', TABLE = 'deal_links', HINT = 'Nothing was changed; run the statement again.';
    END IF;
  END IF;

  DELETE FROM dealsync.deal AS d USING pg_temp.deal_links_to_write AS w WHERE w.op = 'DELETE' AND (d.portal, d.deal_id) = (w.portal, w.deal_id);
  INSERT INTO dealsync.deal (portal, deal_id, mode, note)
    SELECT portal, deal_id, mode, note FROM pg_temp.deal_links_to_write WHERE op = 'INSERT' ORDER BY portal, deal_id;
  UPDATE dealsync.deal AS d SET mode = w.mode, note = w.note FROM pg_temp.deal_links_to_write AS w
    WHERE w.op = 'UPDATE' AND (d.portal, d.deal_id) = (w.portal, w.deal_id) AND (d.mode, d.note) IS DISTINCT FROM (w.mode, w.note);
  DELETE FROM dealsync.deal_contact AS l USING pg_temp.deal_links_to_write AS w
    WHERE w.op = 'UPDATE' AND NOT w.old_contacts <@ w.contacts
      AND (l.portal, l.deal_id) = (w.portal, w.deal_id) AND l.contact_id <> ALL (w.contacts);
  UPDATE dealsync.deal_contact AS l SET is_primary = l.contact_id = w.primary_contact FROM pg_temp.deal_links_to_write AS w
    WHERE w.op = 'UPDATE' AND w.old_contacts = w.contacts AND w.old_primary <> w.primary_contact
      AND (l.portal, l.deal_id) = (w.portal, w.deal_id) AND l.is_primary <> (l.contact_id = w.primary_contact);
  INSERT INTO dealsync.deal_contact AS l (portal, deal_id, contact_id, sort, is_primary)
    SELECT w.portal, w.deal_id, each.contact, 10 * each.place, each.contact = w.primary_contact
    FROM pg_temp.deal_links_to_write AS w CROSS JOIN LATERAL unnest(w.contacts) WITH ORDINALITY AS each (contact, place)
    WHERE w.op <> 'DELETE' AND w.contacts IS DISTINCT FROM w.old_contacts ORDER BY w.portal, w.deal_id, each.contact
    ON CONFLICT (portal, deal_id, contact_id) DO UPDATE SET sort = excluded.sort, is_primary = excluded.is_primary
    WHERE (l.sort, l.is_primary) IS DISTINCT FROM (excluded.sort, excluded.is_primary);
  DELETE FROM pg_temp.deal_links_to_write;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION dealsync.write_deal_links() IS
  'Trigger: does to deals and links what a statement did to rows of deal_links; only what differs is written.';

CREATE TRIGGER deal_links_will_be_edited BEFORE INSERT OR UPDATE OR DELETE ON dealsync.deal_links
  FOR EACH STATEMENT EXECUTE FUNCTION dealsync.begin_deal_links();
CREATE TRIGGER deal_links_are_gathered INSTEAD OF INSERT OR UPDATE OR DELETE ON dealsync.deal_links
  FOR EACH ROW EXECUTE FUNCTION dealsync.gather_deal_links();
CREATE TRIGGER deal_links_are_written AFTER INSERT OR UPDATE OR DELETE ON dealsync.deal_links
  FOR EACH STATEMENT EXECUTE FUNCTION dealsync.write_deal_links();
