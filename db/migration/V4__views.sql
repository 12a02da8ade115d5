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
LEFT JOIN (
  SELECT portal, deal_id,
         array_agg(contact_id ORDER BY sort NULLS LAST, contact_id) AS contacts,
         max(contact_id) FILTER (WHERE is_primary) AS marked
  FROM dealsync.deal_contact GROUP BY portal, deal_id
) AS links USING (portal, deal_id);

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
       last.run_id AS last_run, last.status AS last_status, last.reason AS last_change, c.note
FROM dealsync.compared_deal AS c
LEFT JOIN dealsync.base_deal AS b USING (portal, deal_id)
LEFT JOIN dealsync.hold AS h USING (portal, deal_id)
LEFT JOIN LATERAL (
  SELECT x.run_id, x.status, x.reason FROM dealsync.change AS x
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
