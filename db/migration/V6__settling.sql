-- What people decide about deals that dealsync left alone. Each is one statement from psql or any client.


-- What somebody writes into the mirror by one of these functions is journalled as a run of its own, with what was there
-- before, so that dealsync undo takes it back.

CREATE FUNCTION dealsync.wanted_image(portal_name text, deal bigint) RETURNS jsonb LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('contact', contact_id, 'primary', is_primary OR NOT marked AND place = 1, 'sort',
           CASE WHEN highest > 2000000000 THEN 10 * place
                ELSE coalesce(sort, greatest(10 * place, coalesce(highest, 0) + 10 * (place - valued))) END) ORDER BY place), '[]')
  FROM (
    SELECT contact_id, sort, is_primary, bool_or(is_primary) OVER () AS marked, max(sort) OVER () AS highest,
           count(sort) OVER () AS valued, row_number() OVER (ORDER BY sort NULLS LAST, contact_id) AS place
    FROM dealsync.deal_contact WHERE portal = portal_name AND deal_id = deal
  ) AS link
$$;
COMMENT ON FUNCTION dealsync.wanted_image(text, bigint) IS
  'Part of journalling: the desired links of a deal as the journal writes them.';


CREATE FUNCTION dealsync.image(contacts bigint[], sorts integer[], primaries bigint[]) RETURNS jsonb LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('contact', contact, 'sort', sort, 'primary', contact = ANY (primaries)) ORDER BY place), '[]')
  FROM unnest(contacts, sorts) WITH ORDINALITY AS link (contact, sort, place)
$$;
COMMENT ON FUNCTION dealsync.image(bigint[], integer[], bigint[]) IS
  'Part of journalling: an image of three arrays as the journal writes it.';


CREATE FUNCTION dealsync.begin_mirror_run(portal_name text, command_name text) RETURNS bigint LANGUAGE sql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO dealsync.run (portal, command, state, outcome, started_by, finished_at)
  VALUES (portal_name, command_name, 'done', 'complete', session_user, clock_timestamp())
  RETURNING run_id
$$;
COMMENT ON FUNCTION dealsync.begin_mirror_run(text, text) IS
  'Part of journalling: a run that only writes the mirror, in one transaction and without the portal.';


CREATE FUNCTION dealsync.journal_wanted(new_run bigint, portal_name text, deal bigint, why text, was_managed boolean, wanted_before jsonb,
  agreed_before jsonb) RETURNS void LANGUAGE sql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO dealsync.change (run_id, deal_id, portal, action, reason, arguments, mode, policy, before, target, after, adopt_from, adopt_to,
                               base_before, edit_mark, observed_at, attempts, status, sent_at, settled_at)
  SELECT new_run, deal, portal_name, CASE WHEN was_managed THEN 'adopt' ELSE 'manage' END, why, '[]', d.mode, 'hold',
         dealsync.image(seen.contacts, seen.sorts, seen.primaries),
         dealsync.image(seen.contacts, seen.sorts, ARRAY[dealsync.primary_of(seen.contacts, seen.primaries)]),
         dealsync.image(seen.contacts, seen.sorts, seen.primaries),
         wanted_before, dealsync.wanted_image(portal_name, deal), agreed_before, d.edit_mark, seen.read_at,
         1, 'verified', clock_timestamp(), clock_timestamp()
  FROM dealsync.deal AS d
  LEFT JOIN dealsync.observed_deal AS seen ON (seen.portal, seen.deal_id, seen.state) = (d.portal, d.deal_id, 'read')
  WHERE d.portal = portal_name AND d.deal_id = deal
$$;
COMMENT ON FUNCTION dealsync.journal_wanted(bigint, text, bigint, text, boolean, jsonb, jsonb) IS
  'Part of journalling: a row of such a run about a deal whose desired links have just been written, with what was there before.';


CREATE FUNCTION dealsync.settle_conflict(deal bigint, take text, portal_name text DEFAULT 'main') RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  seen    dealsync.observed_deal;
  managed boolean;
  wanted  bigint[];
  sorts   integer[];
  further bigint[];
  chosen  bigint;
  wanted_before jsonb;
  agreed_before jsonb;
  new_run       bigint;
BEGIN
  -- Links first, as every edit does. A run leaves the deal alone until this is committed.
  PERFORM FROM dealsync.deal_contact AS l WHERE l.portal = portal_name AND l.deal_id = deal ORDER BY l.contact_id FOR UPDATE;
  PERFORM FROM dealsync.deal AS d WHERE d.portal = portal_name AND d.deal_id = deal FOR UPDATE;
  managed := FOUND;
  SELECT * INTO seen FROM dealsync.observed_deal AS o WHERE o.portal = portal_name AND o.deal_id = deal;
  IF NOT FOUND OR seen.state <> 'read' OR NOT managed THEN
    RAISE EXCEPTION 'deal % on portal % cannot be settled: it is not managed, or was not read yet', deal, portal_name
      USING ERRCODE = 'no_data_found', HINT = 'Run dealsync plan first.';
  END IF;
  IF take IS NULL OR take NOT IN ('desired', 'portal', 'merge') THEN
    RAISE EXCEPTION 'take is desired, portal or merge, not %', coalesce(take, 'null') USING ERRCODE = 'invalid_parameter_value';
  END IF;

  wanted_before := dealsync.wanted_image(portal_name, deal);
  SELECT dealsync.image(b.contacts, b.sorts, b.primaries) INTO agreed_before
    FROM dealsync.base_deal AS b WHERE b.portal = portal_name AND b.deal_id = deal;

  IF take <> 'desired' THEN
    SELECT array_agg(l.contact_id ORDER BY l.sort NULLS LAST, l.contact_id),
           array_agg(l.sort ORDER BY l.sort NULLS LAST, l.contact_id),
           max(l.contact_id) FILTER (WHERE l.is_primary)
      INTO wanted, sorts, chosen
      FROM dealsync.deal_contact AS l WHERE l.portal = portal_name AND l.deal_id = deal;
    wanted := coalesce(wanted, '{}');
    IF take = 'portal' THEN
      wanted := seen.contacts;
      chosen := dealsync.primary_of(seen.contacts, seen.primaries);
      -- A portal may have values that nobody can want; then places count, as in a merge.
      sorts  := CASE WHEN 1 <= ALL (seen.sorts) THEN seen.sorts END;
    ELSE
      chosen  := coalesce(chosen, wanted[1], dealsync.primary_of(seen.contacts, seen.primaries));
      further := dealsync.without(seen.contacts, wanted);
      wanted  := wanted || further;
      -- Links that all have values keep them, and the portal's further ones follow; otherwise places count.
      sorts   := CASE WHEN array_position(sorts, NULL) IS NULL THEN
                   sorts || (SELECT array_agg(sorts[cardinality(sorts)] + 10 * nth) FROM generate_series(1, cardinality(further)) AS nth) END;
    END IF;
    DELETE FROM dealsync.deal_contact AS l
      WHERE l.portal = portal_name AND l.deal_id = deal AND l.contact_id <> ALL (wanted);
    INSERT INTO dealsync.deal_contact AS l (portal, deal_id, contact_id, sort, is_primary)
      SELECT portal_name, deal, each.contact, coalesce(sorts[each.place], each.place * 10), each.contact = chosen
      FROM unnest(wanted) WITH ORDINALITY AS each (contact, place)
      ON CONFLICT (portal, deal_id, contact_id) DO UPDATE SET sort = excluded.sort, is_primary = excluded.is_primary
      WHERE (l.sort, l.is_primary) IS DISTINCT FROM (excluded.sort, excluded.is_primary);
  END IF;

  IF take = 'desired' THEN
    PERFORM dealsync.want_again(deal, portal_name);
  END IF;
  INSERT INTO dealsync.base_deal AS b (portal, deal_id, contacts, sorts, primaries)
    VALUES (portal_name, deal, seen.contacts, seen.sorts, seen.primaries)
    ON CONFLICT (portal, deal_id) DO UPDATE
      SET contacts = excluded.contacts, sorts = excluded.sorts, primaries = excluded.primaries, agreed_at = clock_timestamp();
  DELETE FROM dealsync.hold AS h WHERE h.portal = portal_name AND h.deal_id = deal;
  new_run := dealsync.begin_mirror_run(portal_name, 'resolve-conflict');
  PERFORM dealsync.journal_wanted(new_run, portal_name, deal, 'settled: take ' || take, true, wanted_before, agreed_before);
  RETURN CASE take
    WHEN 'desired' THEN 'The next run writes the desired links to the portal.'
    WHEN 'portal'  THEN 'The desired links are those of the portal now.'
    ELSE                'The desired links have those of both sides now; the next run writes them to the portal.'
  END || format(' To take that back: `dealsync undo %s`', new_run)
    || CASE WHEN portal_name <> 'main' THEN ' --portal ' || portal_name ELSE '' END;
END
$$;
COMMENT ON FUNCTION dealsync.settle_conflict(bigint, text, text) IS
  'Settles a deal that both sides changed. desired: the next run writes the desired links over those that the portal had when last read. portal: the desired links become those that the portal had when last read. merge: the desired links first, then the portal''s further ones. SELECT dealsync.settle_conflict(1875, ''portal'');';


CREATE FUNCTION dealsync.want_again(deal bigint, portal_name text) RETURNS void
  LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE dealsync.deal AS d SET edit_mark = nextval('dealsync.edit_mark'), edited_at = clock_timestamp()
    WHERE d.portal = portal_name AND d.deal_id = deal;
  SELECT pg_notify('dealsync_edit', portal_name);
$$;
COMMENT ON FUNCTION dealsync.want_again(bigint, text) IS
  'Part of the decisions below: what a deal should have is wanted anew, as if somebody had edited it, so that the next run tries it, whatever held it before.';


CREATE FUNCTION dealsync.release_deal(deal bigint, portal_name text DEFAULT 'main') RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM dealsync.hold AS h WHERE h.portal = portal_name AND h.deal_id = deal)
     AND NOT EXISTS (SELECT FROM dealsync.failure_streak AS f WHERE f.portal = portal_name AND f.deal_id = deal) THEN
    RETURN false;
  END IF;
  PERFORM dealsync.want_again(deal, portal_name);
  DELETE FROM dealsync.hold AS h WHERE h.portal = portal_name AND h.deal_id = deal;
  DELETE FROM dealsync.failure_streak AS f WHERE f.portal = portal_name AND f.deal_id = deal;
  RETURN true;
END
$$;
COMMENT ON FUNCTION dealsync.release_deal(bigint, text) IS
  'Lets the next run try a deal again that was parked or held for another reason; false when it was not held and had not failed.';


CREATE FUNCTION dealsync.acknowledge_hold(deal bigint, remark text DEFAULT NULL, portal_name text DEFAULT 'main')
  RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE dealsync.hold AS h
    SET acknowledged_at = clock_timestamp(), acknowledged_by = session_user, note = remark
    WHERE h.portal = portal_name AND h.deal_id = deal;
  RETURN FOUND;
END
$$;
COMMENT ON FUNCTION dealsync.acknowledge_hold(bigint, text, text) IS
  'Takes note of a hold, so that exit codes and alerts are about news only; false when the deal is not held.';
