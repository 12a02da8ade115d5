-- What people decide about deals that dealsync left alone. Each is one statement from psql or any client.


-- What somebody writes into the mirror by one of these functions is journalled as a run of its own, with what was there
-- before, so that dealsync undo takes it back.

CREATE FUNCTION dealsync.wanted_images(portal_name text, deals bigint[]) RETURNS TABLE (deal_id bigint, links jsonb) LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT deal_id, jsonb_agg(jsonb_build_object('contact', contact_id, 'primary', is_primary OR NOT marked AND place = 1, 'sort',
           CASE WHEN highest > 2000000000 THEN 10 * place
                ELSE coalesce(sort, greatest(10 * place, coalesce(highest, 0) + 10 * (place - valued))) END) ORDER BY place)
  FROM (
    SELECT deal_id, contact_id, sort, is_primary, bool_or(is_primary) OVER deal AS marked, max(sort) OVER deal AS highest,
           count(sort) OVER deal AS valued, row_number() OVER (PARTITION BY deal_id ORDER BY sort NULLS LAST, contact_id) AS place
    FROM unnest(deals) AS each (deal_id) JOIN dealsync.deal_contact USING (deal_id) WHERE portal = portal_name
    WINDOW deal AS (PARTITION BY deal_id)
  ) AS link
  GROUP BY deal_id
$$;
COMMENT ON FUNCTION dealsync.wanted_images(text, bigint[]) IS
  'Part of journalling: the desired links of deals as the journal writes them; none for a deal without links.';


CREATE FUNCTION dealsync.wanted_image(portal_name text, deal bigint) RETURNS jsonb LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce((SELECT links FROM dealsync.wanted_images(portal_name, ARRAY[deal])), '[]')
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
  INSERT INTO dealsync.run (portal, command, state, outcome, started_by, finished_at, backend_pid)
  VALUES (portal_name, command_name, 'done', 'complete', session_user, clock_timestamp(), pg_backend_pid())
  RETURNING run_id
$$;
COMMENT ON FUNCTION dealsync.begin_mirror_run(text, text) IS
  'Part of journalling: a run that only writes the mirror, in one transaction and without the portal.';


-- A deal that has no row any more was released.
CREATE FUNCTION dealsync.journal_wanted_deals(new_run bigint, portal_name text, deals bigint[], why text, was_managed boolean[], wanted_before jsonb[],
  agreed_before jsonb[]) RETURNS void LANGUAGE sql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO dealsync.change (run_id, deal_id, portal, action, reason, arguments, mode, policy, before, target, after, adopt_from, adopt_to,
                               base_before, base_to, edit_mark, observed_at, attempts, status, sent_at, settled_at)
  SELECT new_run, deal_id, portal_name, CASE WHEN d.mode IS NULL THEN 'unmanage' WHEN was.managed THEN 'adopt' ELSE 'manage' END, why, '[]',
         coalesce(d.mode, 'mirror'), 'hold',
         dealsync.image(seen.contacts, seen.sorts, seen.primaries),
         dealsync.image(seen.contacts, seen.sorts, ARRAY[dealsync.primary_of(seen.contacts, seen.primaries)]),
         dealsync.image(seen.contacts, seen.sorts, seen.primaries),
         was.wanted, coalesce(now.links, '[]'), was.agreed, CASE WHEN d.mode IS NULL THEN 'false'::jsonb END, d.edit_mark, seen.read_at,
         1, 'verified', clock_timestamp(), clock_timestamp()
  FROM unnest(deals, was_managed, wanted_before, agreed_before) AS was (deal_id, managed, wanted, agreed)
  LEFT JOIN dealsync.wanted_images(portal_name, deals) AS now USING (deal_id)
  LEFT JOIN (SELECT * FROM dealsync.deal WHERE portal = portal_name) AS d USING (deal_id)
  LEFT JOIN (SELECT * FROM dealsync.observed_deal WHERE portal = portal_name AND state = 'read') AS seen USING (deal_id)
  WHERE d.mode IS NULL OR NOT was.managed OR was.wanted <> coalesce(now.links, '[]')
$$;
COMMENT ON FUNCTION dealsync.journal_wanted_deals(bigint, text, bigint[], text, boolean[], jsonb[], jsonb[]) IS
  'Part of journalling: rows of such a run about deals whose desired links have just been written, with what was there before.';


CREATE FUNCTION dealsync.journal_wanted(new_run bigint, portal_name text, deal bigint, why text, was_managed boolean, wanted_before jsonb,
  agreed_before jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  -- Nobody adds to what another session did.
  IF NOT EXISTS (
    SELECT FROM dealsync.run AS r
    WHERE (r.run_id, r.portal, r.started_by, r.backend_pid) = (new_run, portal_name, session_user, pg_backend_pid())
      AND r.started_at >= pg_postmaster_start_time()
  ) THEN
    RAISE EXCEPTION 'run % of portal % was not begun by this session', new_run, portal_name USING ERRCODE = 'insufficient_privilege';
  END IF;
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
  WHERE d.portal = portal_name AND d.deal_id = deal;
END
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
  UPDATE dealsync.deal AS d
    SET edit_mark = nextval('dealsync.edit_mark'), edited_at = clock_timestamp(), released_at = clock_timestamp()
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


-- ---------------------------------------------------------------------------------------------------------------------
-- Loads: the desired links of a portal, replaced by what a table says
--
-- The source is read once, with the caller's rights and in one statement; what is judged is what is written. Only deals
-- that really change are locked and written, links first, as every edit does.
-- ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE dealsync.link_feed (
  portal    text COLLATE "C" NOT NULL,
  feed      text             NOT NULL,
  absent    text             NOT NULL,
  row_count bigint           NOT NULL,
  loaded_at timestamptz      NOT NULL DEFAULT clock_timestamp(),
  loaded_by text             NOT NULL DEFAULT session_user,
  run_id    bigint,
  CONSTRAINT link_feed_is_remembered_once PRIMARY KEY (portal, feed),
  CONSTRAINT link_feed_absent_is_release_clear_or_keep CHECK (absent IN ('release', 'clear', 'keep'))
);

COMMENT ON TABLE dealsync.link_feed IS
  'The last load of each source by replace_links: the next one is compared with it. Deleting a row forgets the source.';
COMMENT ON COLUMN dealsync.link_feed.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.link_feed.feed IS 'The name it is remembered by: that of the source, unless the load gave another.';
COMMENT ON COLUMN dealsync.link_feed.absent IS 'What the last load did with deals that were not in the source: release, clear or keep.';
COMMENT ON COLUMN dealsync.link_feed.row_count IS 'How many rows the source had.';
COMMENT ON COLUMN dealsync.link_feed.loaded_at IS 'When it was loaded.';
COMMENT ON COLUMN dealsync.link_feed.loaded_by IS 'The database user that loaded it.';
COMMENT ON COLUMN dealsync.link_feed.run_id IS 'The run that the load was journalled as; empty when it changed nothing.';


CREATE TABLE dealsync.load_lock (
  portal text COLLATE "C" NOT NULL,
  CONSTRAINT load_lock_is_one_per_portal PRIMARY KEY (portal)
);

COMMENT ON TABLE dealsync.load_lock IS
  'A row for each portal that was ever loaded into. A load keeps it locked until commit; only loads can.';
COMMENT ON COLUMN dealsync.load_lock.portal IS 'The portal''s name.';


CREATE FUNCTION dealsync.begin_load(portal_name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET lock_timeout = '10s'
AS $$
DECLARE
  holders text;
BEGIN
  INSERT INTO dealsync.load_lock (portal) VALUES (portal_name) ON CONFLICT DO NOTHING;
  PERFORM FROM dealsync.load_lock WHERE portal = portal_name FOR UPDATE;
EXCEPTION WHEN lock_not_available THEN
  SELECT string_agg(DISTINCT format('PostgreSQL session %s of user %s', a.pid, a.usename), '; ') INTO holders
    FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
    WHERE l.granted AND l.pid <> pg_backend_pid() AND l.database = a.datid AND l.relation = 'dealsync.load_lock'::regclass
      AND l.mode <> 'AccessShareLock';
  RAISE EXCEPTION 'another load is going on: %', coalesce(holders, 'it has just ended')
    USING ERRCODE = 'lock_not_available', HINT = 'Nothing was changed. Load again when it is committed or rolled back.';
END
$$;
COMMENT ON FUNCTION dealsync.begin_load(text) IS
  'Part of loading: one load into a portal at a time, until commit. Waits ten seconds for another one, and names it.';


CREATE FUNCTION dealsync.source_name(source regclass) RETURNS text LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT format('%I.%I', CASE WHEN c.relpersistence = 't' THEN 'pg_temp' ELSE n.nspname END, c.relname)
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.oid = source AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
$$;
COMMENT ON FUNCTION dealsync.source_name(regclass) IS
  'Part of loading: the quoted name of a table or view, with its schema; nothing for what has no rows.';


CREATE FUNCTION dealsync.require_quiet_source(source regclass) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  writer integer;
BEGIN
  WITH RECURSIVE read_by_it AS (
    SELECT source::oid AS relation
    UNION
    SELECT beneath.relation FROM read_by_it JOIN LATERAL (
      SELECT child.inhrelid AS relation FROM pg_inherits AS child WHERE child.inhparent = read_by_it.relation
      UNION ALL
      SELECT part.refobjid FROM pg_rewrite AS rule
      JOIN pg_depend AS part ON part.classid = 'pg_rewrite'::regclass AND part.objid = rule.oid
        AND part.refclassid = 'pg_class'::regclass
      WHERE rule.ev_class = read_by_it.relation
    ) AS beneath ON true
  )
  SELECT held.pid INTO writer
  FROM pg_locks AS held JOIN read_by_it USING (relation) JOIN pg_class AS c ON c.oid = relation
  WHERE held.locktype = 'relation' AND held.mode = 'RowExclusiveLock' AND held.granted
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND held.pid IS DISTINCT FROM pg_backend_pid()
    AND c.relnamespace <> 'dealsync'::regnamespace
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '% is just being written by session %: half a source would be loaded',
        dealsync.source_name(source), coalesce(writer::text, 'of a prepared transaction')
      USING ERRCODE = 'object_in_use', HINT = 'Load it when that transaction has ended.';
  END IF;
END
$$;
COMMENT ON FUNCTION dealsync.require_quiet_source(regclass) IS
  'Part of loading: refuses a source that somebody is writing to, or one of the tables that a view reads.';


CREATE FUNCTION dealsync.read_links(source regclass, portal_name text) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp SET client_min_messages = warning SET work_mem = '64MB' SET jit = off
AS $$
DECLARE
  source_name text := dealsync.source_name(source);
  whole       text[] := ARRAY['smallint', 'integer', 'bigint'];
  has         jsonb;
  wrong       record;
  problem     text;
BEGIN
  IF source_name IS NULL THEN
    RAISE EXCEPTION '% is no table or view that links could be read from', coalesce(source::text, 'null')
      USING ERRCODE = 'wrong_object_type', HINT = 'Name one with its schema: source => ''staging.links''';
  END IF;
  SELECT coalesce(jsonb_object_agg(attname, format_type(atttypid, NULL)), '{}') INTO has
    FROM pg_attribute WHERE attrelid = source AND attnum > 0 AND NOT attisdropped;
  FOR wrong IN
    SELECT name, has ->> name AS type, types
    FROM (VALUES ('deal_id', whole, true), ('contact_id', whole, true), ('sort', whole, false), ('position', whole, false),
                 ('is_primary', ARRAY['boolean'], false), ('portal', ARRAY['text', 'character varying'], false))
      AS rule (name, types, needed)
    WHERE (needed AND NOT has ? name) OR (has ->> name) <> ALL (types)
  LOOP
    IF wrong.type IS NULL THEN
      RAISE EXCEPTION '% has no column %: a row is a link, with deal_id and contact_id', source_name, wrong.name
        USING ERRCODE = 'undefined_column', HINT = 'Name its columns so in a view, and load the view.';
    END IF;
    RAISE EXCEPTION 'column % of % is %, not %', wrong.name, source_name, wrong.type, array_to_string(wrong.types, ' or ')
      USING ERRCODE = 'datatype_mismatch',
            HINT = format('Cast it in a view (%s::%s AS %1$s), and load the view.', wrong.name, wrong.types[cardinality(wrong.types)]);
  END LOOP;
  IF has ?& ARRAY['sort', 'position'] THEN
    RAISE EXCEPTION '% has sort and position: which of them is the order?', source_name
      USING ERRCODE = 'ambiguous_column', HINT = 'Leave one of them out in a view, and load the view.';
  END IF;

  -- What the source does not tell stays: the order of links without sort and position, the primary without is_primary.
  DROP TABLE IF EXISTS pg_temp.incoming_link;
  EXECUTE format(
    'CREATE TEMP TABLE incoming_link ON COMMIT DROP AS
     SELECT new.deal_id::bigint AS deal_id, new.contact_id::bigint AS contact_id, %s AS sort, %s AS is_primary, %s AS place, %s AS portal
     FROM %I.%I AS new %s',
    CASE WHEN has ? 'sort' THEN 'new.sort::bigint'
         WHEN has ? 'position' THEN '10 * row_number() OVER (PARTITION BY new.deal_id ORDER BY new.position, new.contact_id)'
         ELSE 'old.sort::bigint' END,
    CASE WHEN has ? 'is_primary' THEN 'coalesce(new.is_primary, false)'
         WHEN has ? 'position' THEN 'false'
         ELSE 'coalesce(old.is_primary, false)' END,
    CASE WHEN has ? 'position' THEN 'new.position::bigint' ELSE 'NULL::bigint' END,
    CASE WHEN has ? 'portal' THEN 'new.portal::text' ELSE quote_literal(portal_name) || '::text' END,
    (SELECT n.nspname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = source),
    (SELECT c.relname FROM pg_class AS c WHERE c.oid = source),
    CASE WHEN NOT has ? 'position' AND NOT has ?& ARRAY['sort', 'is_primary'] THEN
      format('LEFT JOIN dealsync.deal_contact AS old ON (old.portal, old.deal_id, old.contact_id) = (%L, new.deal_id, new.contact_id)', portal_name)
    END);

  SELECT CASE
      WHEN portal IS DISTINCT FROM portal_name THEN format('has rows of portal %s; a load is for one portal: leave them out in a view', coalesce(portal, 'null'))
      WHEN deal_id IS NULL OR contact_id IS NULL THEN format('has a row without %s (deal %s, contact %s)',
        CASE WHEN deal_id IS NULL THEN 'deal_id' ELSE 'contact_id' END, coalesce(deal_id::text, 'null'), coalesce(contact_id::text, 'null'))
      WHEN deal_id < 1 OR contact_id < 1 THEN format('links deal %s with contact %s: an id is at least 1', deal_id, contact_id)
      WHEN sort NOT BETWEEN 1 AND 2147483647 THEN format('gives contact %s of deal %s the sort %s: it is at least 1 and at most 2147483647', contact_id, deal_id, sort)
      ELSE format('has no position for contact %s of deal %s', contact_id, deal_id) END INTO problem
    FROM pg_temp.incoming_link
    WHERE portal IS DISTINCT FROM portal_name OR deal_id IS NULL OR contact_id IS NULL OR deal_id < 1 OR contact_id < 1
       OR sort NOT BETWEEN 1 AND 2147483647 OR (has ? 'position' AND place IS NULL)
    LIMIT 1;
  IF problem IS NULL THEN
    BEGIN
      CREATE UNIQUE INDEX incoming_link_key ON pg_temp.incoming_link (deal_id, contact_id);
    EXCEPTION WHEN unique_violation THEN
      SELECT format('has contact %s of deal %s more than once, and so %s links in all', min(contact_id), min(deal_id), count(*)) INTO problem
        FROM (SELECT deal_id, contact_id FROM pg_temp.incoming_link GROUP BY 1, 2 HAVING count(*) > 1 ORDER BY 1, 2) AS twice;
    END;
  END IF;
  IF problem IS NULL AND has ? 'position' THEN
    SELECT format('has position %s of deal %s more than once', place, deal_id) INTO problem
      FROM pg_temp.incoming_link GROUP BY place, deal_id HAVING count(*) > 1 LIMIT 1;
  END IF;
  IF problem IS NULL THEN
    SELECT format('has %s primary contacts of deal %s: a deal has at most one', count(*), deal_id) INTO problem
      FROM pg_temp.incoming_link WHERE is_primary GROUP BY deal_id HAVING count(*) > 1 ORDER BY deal_id LIMIT 1;
  END IF;
  IF problem IS NOT NULL THEN
    RAISE EXCEPTION '% %', source_name, problem USING ERRCODE = 'data_exception',
      HINT = 'Nothing was loaded. Put the source right, or leave the row out in a view and load the view.';
  END IF;
  ANALYZE pg_temp.incoming_link;
END
$$;
COMMENT ON FUNCTION dealsync.read_links(regclass, text) IS
  'Part of loading: reads a source into temporary tables of the caller, once, and refuses what cannot be meant.';


CREATE FUNCTION dealsync.compare_links(portal_name text, absent text) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp SET client_min_messages = warning SET work_mem = '64MB' SET jit = off
AS $$
BEGIN
  -- Most deals are as they were: only those of links that differ are looked at as a whole.
  DROP TABLE IF EXISTS pg_temp.changing_deal, pg_temp.differing_deal;
  CREATE TEMP TABLE differing_deal ON COMMIT DROP AS
  SELECT DISTINCT deal_id
  FROM pg_temp.incoming_link AS new
  FULL JOIN (SELECT deal_id, contact_id, sort, is_primary FROM dealsync.deal_contact WHERE portal = portal_name) AS old USING (deal_id, contact_id)
  WHERE (new.sort, new.is_primary) IS DISTINCT FROM (old.sort::bigint, old.is_primary);
  IF absent = 'release' THEN
    INSERT INTO pg_temp.differing_deal (deal_id)
    SELECT deal_id FROM dealsync.deal AS d WHERE portal = portal_name
      AND NOT EXISTS (SELECT FROM dealsync.deal_contact AS l WHERE (l.portal, l.deal_id) = (portal_name, d.deal_id))
      AND NOT EXISTS (SELECT FROM pg_temp.incoming_link AS new WHERE new.deal_id = d.deal_id);
  END IF;
  ANALYZE pg_temp.differing_deal;

  CREATE TEMP TABLE changing_deal ON COMMIT DROP AS
  WITH old AS (
    SELECT deal_id, array_agg(contact_id ORDER BY sort NULLS LAST, contact_id) AS contacts,
           array_agg(sort::bigint ORDER BY sort NULLS LAST, contact_id) AS sorts, max(contact_id) FILTER (WHERE is_primary) AS marked
    FROM pg_temp.differing_deal JOIN dealsync.deal_contact USING (deal_id) WHERE portal = portal_name GROUP BY deal_id
  ), new AS (
    SELECT deal_id, array_agg(contact_id ORDER BY sort NULLS LAST, contact_id) AS contacts,
           array_agg(sort ORDER BY sort NULLS LAST, contact_id) AS sorts, max(contact_id) FILTER (WHERE is_primary) AS marked,
           bool_or(place IS NOT NULL) AS by_position
    FROM pg_temp.differing_deal JOIN pg_temp.incoming_link USING (deal_id) GROUP BY deal_id
  ), managed AS (
    SELECT deal_id, mode FROM pg_temp.differing_deal JOIN dealsync.deal USING (deal_id) WHERE portal = portal_name
  ), judged AS (
    SELECT deal_id, coalesce(old.contacts, '{}') AS contacts_before, coalesce(new.contacts, '{}') AS contacts_after,
           coalesce(old.marked, old.contacts[1]) AS primary_before, coalesce(new.marked, new.contacts[1]) AS primary_after,
           CASE WHEN new.contacts IS NULL THEN
                  CASE WHEN absent = 'release' AND mode = 'mirror' THEN 'release'
                       WHEN absent = 'clear' AND old.contacts IS NOT NULL THEN 'clear' END
                WHEN mode IS NULL THEN 'take-in'
                WHEN new.contacts IS DISTINCT FROM old.contacts
                  OR coalesce(new.marked, new.contacts[1]) IS DISTINCT FROM coalesce(old.marked, old.contacts[1])
                  OR (NOT new.by_position AND new.sorts IS DISTINCT FROM old.sorts) THEN 'change' END AS what
    FROM pg_temp.differing_deal LEFT JOIN managed USING (deal_id) LEFT JOIN new USING (deal_id) LEFT JOIN old USING (deal_id)
  )
  SELECT deal_id, what, contacts_before, contacts_after, primary_before, primary_after,
         cardinality(dealsync.without(contacts_after, contacts_before)) AS links_made,
         cardinality(dealsync.without(contacts_before, contacts_after)) AS links_lost
  FROM judged WHERE what IS NOT NULL;
  ANALYZE pg_temp.changing_deal;
END
$$;
COMMENT ON FUNCTION dealsync.compare_links(text, text) IS
  'Part of loading: which deals the links that were read would really change. An order by position is compared as an order, not by values; a deal that is paused or add_only is not released.';


CREATE FUNCTION dealsync.allowed_percent(allow text[], limit_name text, otherwise numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  each text;
BEGIN
  FOREACH each IN ARRAY coalesce(allow, '{}') LOOP
    IF each IS NULL OR each !~ '^(deals-lost-percent|links-lost-percent|fewer-rows-percent)=(\d{1,2}(\.\d+)?|100)$|^empty-source$' THEN
      RAISE EXCEPTION 'cannot allow %: say deals-lost-percent=60, links-lost-percent=60, fewer-rows-percent=60 or empty-source',
          coalesce(each, 'null') USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF split_part(each, '=', 1) = limit_name THEN
      RETURN greatest(otherwise, coalesce(nullif(split_part(each, '=', 2), ''), '100')::numeric);
    END IF;
  END LOOP;
  RETURN otherwise;
END
$$;
COMMENT ON FUNCTION dealsync.allowed_percent(text[], text, numeric) IS
  'Part of loading: a limit, or what was allowed for this load only.';


CREATE FUNCTION dealsync.load_refusal(source_name text, portal_name text, absent text, allow text[], feed_name text)
  RETURNS text LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  given   bigint := (SELECT count(*) FROM pg_temp.incoming_link);
  earlier dealsync.link_feed;
  managed bigint;
  wanted  bigint;
  deals   bigint;
  links   bigint;
  refusal text[] := '{}';
BEGIN
  PERFORM dealsync.allowed_percent(allow, '', 0);
  IF given = 0 THEN
    IF dealsync.allowed_percent(allow, 'empty-source', 0) = 0 THEN
      refusal := refusal || format('%s has no rows; if no link is wanted, allow empty-source', source_name);
    END IF;
  END IF;

  SELECT * INTO earlier FROM dealsync.link_feed AS f WHERE f.portal = portal_name AND f.feed = feed_name;
  IF given > 0 AND (earlier.row_count - given) * 100 > earlier.row_count * dealsync.allowed_percent(allow, 'fewer-rows-percent', 20) THEN
    refusal := refusal || format('%s has %s rows, %s %% fewer than the %s of its last load; the limit is %s %%; if that is right, allow fewer-rows-percent=%s',
      source_name, given, round((earlier.row_count - given) * 100.0 / earlier.row_count, 1), earlier.row_count,
      dealsync.allowed_percent(allow, 'fewer-rows-percent', 20), ceil((earlier.row_count - given) * 100.0 / earlier.row_count));
  END IF;

  SELECT count(*) FILTER (WHERE c.what IN ('release', 'clear')), coalesce(sum(c.links_lost), 0) INTO deals, links FROM pg_temp.changing_deal AS c;
  IF deals > 0 THEN
    SELECT count(*) INTO managed FROM dealsync.deal AS d WHERE d.portal = portal_name;
  END IF;
  IF links > 0 THEN
    SELECT count(*) INTO wanted FROM dealsync.deal_contact AS l
      WHERE l.portal = portal_name AND (absent <> 'keep' OR EXISTS (SELECT FROM pg_temp.incoming_link AS new WHERE new.deal_id = l.deal_id));
  END IF;
  -- A handful may go in any case.
  IF deals > 5 AND deals * 100 > managed * dealsync.allowed_percent(allow, 'deals-lost-percent', 10) THEN
    refusal := refusal || format('%s of %s deals (%s %%) would be %s, because they are not in %s; the limit is %s %%; if that is right, allow deals-lost-percent=%s',
      deals, managed, round(deals * 100.0 / managed, 1), CASE absent WHEN 'clear' THEN 'cleared' ELSE 'released' END, source_name,
      dealsync.allowed_percent(allow, 'deals-lost-percent', 10), ceil(deals * 100.0 / managed));
  END IF;
  IF links > 20 AND links * 100 > wanted * dealsync.allowed_percent(allow, 'links-lost-percent', 20) THEN
    refusal := refusal || format('%s of %s desired links (%s %%) would go; the limit is %s %%; if that is right, allow links-lost-percent=%s',
      links, wanted, round(links * 100.0 / wanted, 1), dealsync.allowed_percent(allow, 'links-lost-percent', 20), ceil(links * 100.0 / wanted));
  END IF;
  RETURN nullif(array_to_string(refusal, '. And '), '');
END
$$;
COMMENT ON FUNCTION dealsync.load_refusal(text, text, text, text[], text) IS
  'Part of loading: why the guard refuses what would change, with its arithmetic and what to allow; nothing when it does not.';


CREATE FUNCTION dealsync.absent_rule(absent text, source_name text, portal_name text, feed_name text) RETURNS text LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  rule text := coalesce(absent, (SELECT f.absent FROM dealsync.link_feed AS f WHERE f.portal = portal_name AND f.feed = feed_name));
BEGIN
  IF rule IS NULL OR rule NOT IN ('release', 'clear', 'keep') THEN
    RAISE EXCEPTION 'say what becomes of deals that are not in %: absent => ''release'', ''clear'' or ''keep''%', source_name,
        coalesce(format(', not %L', absent), '')
      USING ERRCODE = 'invalid_parameter_value',
            HINT = 'release: they are managed no more, and the portal keeps what it has. clear: they shall have no contacts. keep: they stay as they are. Asked for once; the next load of the same source does the same.';
  END IF;
  RETURN rule;
END
$$;
COMMENT ON FUNCTION dealsync.absent_rule(text, text, text, text) IS
  'Part of loading: what becomes of deals that are not in the source: as the caller says, or as the last load of the same source did.';


CREATE FUNCTION dealsync.require_portal(name text) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM dealsync.portal WHERE portal = name) THEN
    RAISE EXCEPTION '%', dealsync.unknown_portal(name) USING ERRCODE = 'invalid_parameter_value';
  END IF;
END
$$;
COMMENT ON FUNCTION dealsync.require_portal(text) IS
  'Part of loading and undoing: refuses the name of a portal that no configuration has.';


CREATE FUNCTION dealsync.preview_links(source regclass, portal text DEFAULT 'main', absent text DEFAULT NULL, allow text[] DEFAULT '{}', feed text DEFAULT NULL)
  RETURNS TABLE (deal_id bigint, what text, contacts_before bigint[], contacts_after bigint[], primary_before bigint, primary_after bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET jit = off
AS $$
#variable_conflict use_column
DECLARE
  source_name text := dealsync.source_name(source);
  feed_name   text := coalesce(feed, source_name);
  rule        text := dealsync.absent_rule(absent, source_name, portal, feed_name);
  refusal     text;
BEGIN
  PERFORM dealsync.require_portal(portal);
  PERFORM dealsync.require_quiet_source(source);
  PERFORM dealsync.read_links(source, portal);
  PERFORM dealsync.compare_links(portal, rule);
  refusal := dealsync.load_refusal(source_name, portal, rule, allow, feed_name);
  IF refusal IS NOT NULL THEN
    RAISE WARNING 'replace_links would refuse this: %', refusal;
  END IF;
  RETURN QUERY
    SELECT c.deal_id, c.what, c.contacts_before, c.contacts_after, c.primary_before, c.primary_after
    FROM pg_temp.changing_deal AS c ORDER BY c.deal_id;
END
$$;
COMMENT ON FUNCTION dealsync.preview_links(regclass, text, text, text[], text) IS
  'What replace_links would change, deal by deal: take-in, change, release or clear, with the contacts in order. Changes nothing; a warning says whether the guard would refuse it.';


CREATE FUNCTION dealsync.remember_load(portal_name text, feed_name text, rule text, given bigint, new_run bigint)
  RETURNS void LANGUAGE sql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO dealsync.link_feed (portal, feed, absent, row_count, run_id) VALUES (portal_name, feed_name, rule, given, new_run)
    ON CONFLICT (portal, feed) DO UPDATE
      SET absent = excluded.absent, row_count = excluded.row_count, run_id = excluded.run_id, loaded_at = excluded.loaded_at, loaded_by = excluded.loaded_by;
$$;
COMMENT ON FUNCTION dealsync.remember_load(text, text, text, bigint, bigint) IS
  'Part of loading: remembers how much a source had, for the next load to be compared with.';


-- Runs as the owner, because it writes the journal; so it is given arrays, and looks at no table of the caller.
CREATE FUNCTION dealsync.write_links(portal_name text, changing bigint[], released bigint[],
  deals bigint[], contacts bigint[], sorts integer[], primaries boolean[], why text) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET jit = off
AS $$
DECLARE
  touched bigint[] := ARRAY(SELECT DISTINCT each FROM unnest(changing || released) AS each ORDER BY each);
  managed boolean[];
  wanted  jsonb[];
  agreed  jsonb[];
  new_run bigint;
BEGIN
  -- Links first, as every edit does; then nobody edits these deals until commit, and what is journalled is what was there.
  PERFORM FROM unnest(touched) AS each (deal_id) JOIN dealsync.deal_contact AS l USING (deal_id)
    WHERE l.portal = portal_name ORDER BY l.deal_id, l.contact_id FOR UPDATE OF l;
  PERFORM dealsync.lock_deals(array_fill(portal_name, ARRAY[cardinality(touched)]), touched);
  SELECT array_agg(d.deal_id IS NOT NULL ORDER BY each.deal_id), array_agg(coalesce(image.links, '[]') ORDER BY each.deal_id),
         array_agg(CASE WHEN b.deal_id IS NOT NULL AND d.deal_id IS NOT NULL THEN dealsync.image(b.contacts, b.sorts, b.primaries) END ORDER BY each.deal_id)
    INTO managed, wanted, agreed
    FROM unnest(touched) AS each (deal_id)
    LEFT JOIN dealsync.wanted_images(portal_name, touched) AS image USING (deal_id)
    LEFT JOIN dealsync.deal AS d ON (d.portal, d.deal_id) = (portal_name, each.deal_id)
    LEFT JOIN dealsync.base_deal AS b ON (b.portal, b.deal_id) = (portal_name, each.deal_id);

  DELETE FROM dealsync.deal AS d USING unnest(released) AS each (deal_id)
    WHERE (d.portal, d.deal_id) = (portal_name, each.deal_id) AND d.mode = 'mirror';
  DELETE FROM dealsync.deal_contact AS l USING unnest(changing) AS each (deal_id)
    WHERE (l.portal, l.deal_id) = (portal_name, each.deal_id)
      AND NOT EXISTS (SELECT FROM unnest(deals, contacts) AS new (deal_id, contact_id)
                      WHERE (new.deal_id, new.contact_id) = (l.deal_id, l.contact_id));
  INSERT INTO dealsync.deal_contact AS l (portal, deal_id, contact_id, sort, is_primary)
    SELECT portal_name, new.deal_id, new.contact_id, new.sort, new.is_primary
    FROM unnest(deals, contacts, sorts, primaries) AS new (deal_id, contact_id, sort, is_primary) ORDER BY new.deal_id, new.contact_id
    ON CONFLICT (portal, deal_id, contact_id) DO UPDATE SET sort = excluded.sort, is_primary = excluded.is_primary
    WHERE (l.sort, l.is_primary) IS DISTINCT FROM (excluded.sort, excluded.is_primary);

  new_run := dealsync.begin_mirror_run(portal_name, 'load');
  PERFORM dealsync.journal_wanted_deals(new_run, portal_name, touched, why, managed, wanted, agreed);
  UPDATE dealsync.run SET changes = (SELECT count(*) FROM dealsync.change AS c WHERE c.run_id = new_run) WHERE run_id = new_run;
  RETURN new_run;
END
$$;
COMMENT ON FUNCTION dealsync.write_links(text, bigint[], bigint[], bigint[], bigint[], integer[], boolean[], text) IS
  'Part of loading: writes the links of deals that change, lets go of those that are released, and journals both as a run.';


CREATE PROCEDURE dealsync.replace_links(source regclass, portal text DEFAULT 'main', absent text DEFAULT NULL, allow text[] DEFAULT '{}', feed text DEFAULT NULL,
  INOUT run bigint DEFAULT NULL, INOUT report text DEFAULT NULL)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan SET client_min_messages = warning SET work_mem = '64MB' SET jit = off
AS $$
#variable_conflict use_column
DECLARE
  source_name text := dealsync.source_name(source);
  portal_name text := portal;
  feed_name   text := coalesce(feed, source_name);
  rule        text := dealsync.absent_rule(absent, source_name, portal, feed_name);
  refusal     text;
  given       bigint;
  came        bigint;
  changed     bigint;
  went        bigint;
  made        bigint;
  lost        bigint;
BEGIN
  run := NULL;
  PERFORM dealsync.require_portal(portal);
  PERFORM dealsync.begin_load(portal_name);
  PERFORM dealsync.require_quiet_source(source);
  PERFORM dealsync.read_links(source, portal_name);
  PERFORM dealsync.compare_links(portal_name, rule);
  refusal := dealsync.load_refusal(source_name, portal_name, rule, allow, feed_name);
  IF refusal IS NOT NULL THEN
    RAISE EXCEPTION 'refused: %', refusal
      USING ERRCODE = 'object_not_in_prerequisite_state',
            HINT = 'Nothing was changed. dealsync.preview_links shows the deals. To allow it for this load only: allow => ARRAY[''…''], with the words above.';
  END IF;
  given := (SELECT count(*) FROM pg_temp.incoming_link);
  SELECT count(*) FILTER (WHERE what = 'take-in'), count(*) FILTER (WHERE what = 'change'), count(*) FILTER (WHERE what IN ('release', 'clear')),
         coalesce(sum(links_made), 0), coalesce(sum(links_lost), 0)
    INTO came, changed, went, made, lost FROM pg_temp.changing_deal;

  IF came + changed + went > 0 THEN
    run := dealsync.write_links(portal_name,
      ARRAY(SELECT deal_id FROM pg_temp.changing_deal WHERE what <> 'release'), ARRAY(SELECT deal_id FROM pg_temp.changing_deal WHERE what = 'release'),
      deals, contacts, sorts, primaries, format('loaded from %s', feed_name))
      FROM (SELECT coalesce(array_agg(deal_id), '{}') AS deals, coalesce(array_agg(contact_id), '{}') AS contacts,
                   coalesce(array_agg(sort::integer), '{}') AS sorts, coalesce(array_agg(is_primary), '{}') AS primaries
            FROM pg_temp.changing_deal JOIN pg_temp.incoming_link USING (deal_id)) AS links;
  END IF;
  PERFORM dealsync.remember_load(portal_name, feed_name, rule, given, run);
  report := format('%s rows of %s: ', given, source_name)
    || CASE WHEN run IS NULL THEN 'nothing differs, nothing was written.'
       ELSE format('%s deals taken in, %s changed, %s %s; %s links made, %s removed. To take that back: dealsync undo %s%s',
         came, changed, went, CASE rule WHEN 'clear' THEN 'cleared' ELSE 'released' END, made, lost, run,
         CASE WHEN portal_name <> 'main' THEN ' --portal ' || portal_name ELSE '' END) END;
END
$$;
COMMENT ON PROCEDURE dealsync.replace_links(regclass, text, text, text[], text, bigint, text) IS
  'Replaces the desired links of a portal by the rows of a table or view with deal_id and contact_id, and as it likes sort or position, and is_primary. Only deals that really differ are written, in one transaction, as one run that dealsync undo takes back; a guard refuses what would lose much. absent: what becomes of managed deals that are not in it. CALL dealsync.replace_links(source => ''staging.links'', portal => ''main'', absent => ''keep'');';


-- ---------------------------------------------------------------------------------------------------------------------
-- Edits, taken back
--
-- By what the history has. Everything runs with the rights of whoever calls: taking an edit back is an edit, with marks and
-- history of its own, and so can be taken back itself.
-- ---------------------------------------------------------------------------------------------------------------------

CREATE VIEW dealsync.edit_overview AS
SELECT e.edit_id, e.made_at, e.db_user, e.application_name, e.portals, e.txid, e.run_id, e.edited_table, e.operation, e.lines,
       coalesce(
         CASE WHEN e.lines > 3 THEN NULL
              WHEN e.edited_table = 'deal_contact' THEN
                (SELECT string_agg(CASE WHEN l.old_primary IS NULL THEN format('link %s to deal %s', l.contact_id, l.deal_id)
                                        WHEN l.new_primary IS NULL THEN format('unlink %s from deal %s', l.contact_id, l.deal_id)
                                        WHEN l.new_primary AND NOT l.old_primary THEN format('make %s primary in deal %s', l.contact_id, l.deal_id)
                                        WHEN l.old_primary AND NOT l.new_primary THEN format('make %s no longer primary in deal %s', l.contact_id, l.deal_id)
                                        ELSE format('sort %s in deal %s: %s → %s', l.contact_id, l.deal_id, coalesce(l.old_sort::text, 'none'), coalesce(l.new_sort::text, 'none')) END,
                                   '; ' ORDER BY l.deal_id, l.contact_id)
                 FROM dealsync.link_edit AS l WHERE l.edit_id = e.edit_id)
              ELSE
                (SELECT string_agg(CASE WHEN d.old_mode IS NULL THEN format('take deal %s in as %s', d.deal_id, d.new_mode)
                                        WHEN d.new_mode IS NULL THEN format('take deal %s out', d.deal_id)
                                        ELSE format('deal %s: %s', d.deal_id, concat_ws(', ',
                                          CASE WHEN d.old_mode <> d.new_mode THEN d.old_mode || ' → ' || d.new_mode END,
                                          CASE WHEN d.old_policy IS DISTINCT FROM d.new_policy THEN
                                            format('policy %s → %s', coalesce(d.old_policy, 'the portal''s'), coalesce(d.new_policy, 'the portal''s')) END)) END,
                                   '; ' ORDER BY d.deal_id)
                 FROM dealsync.deal_edit AS d WHERE d.edit_id = e.edit_id) END,
         format('%s %s %s', e.operation, to_char(e.lines, 'FM999,999,999,999'),
                CASE e.edited_table WHEN 'deal' THEN 'deals' ELSE 'links' END)) AS what
FROM dealsync.edit AS e;

COMMENT ON VIEW dealsync.edit_overview IS 'Edits of the desired side, one line each, in words. ORDER BY edit_id DESC LIMIT 20 shows the latest.';
COMMENT ON COLUMN dealsync.edit_overview.edit_id IS 'The edit''s number, as in undo_edit.';
COMMENT ON COLUMN dealsync.edit_overview.made_at IS 'When the statement ended.';
COMMENT ON COLUMN dealsync.edit_overview.db_user IS 'The database user that was logged in.';
COMMENT ON COLUMN dealsync.edit_overview.application_name IS 'The program, as it named itself.';
COMMENT ON COLUMN dealsync.edit_overview.portals IS 'The portals whose deals it edited.';
COMMENT ON COLUMN dealsync.edit_overview.txid IS 'The transaction, as in undo_transaction.';
COMMENT ON COLUMN dealsync.edit_overview.run_id IS 'The run that did it; empty for what people did.';
COMMENT ON COLUMN dealsync.edit_overview.edited_table IS 'The table that was edited: deal or deal_contact.';
COMMENT ON COLUMN dealsync.edit_overview.operation IS 'What the statement did: insert, update or delete.';
COMMENT ON COLUMN dealsync.edit_overview.lines IS 'How many links or deals it changed.';
COMMENT ON COLUMN dealsync.edit_overview.what IS 'What it did, in words.';


CREATE FUNCTION dealsync.edits_of_transaction(transaction bigint) RETURNS bigint[] LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(edit_id ORDER BY edit_id), '{}') FROM dealsync.edit WHERE txid = transaction
$$;
COMMENT ON FUNCTION dealsync.edits_of_transaction(bigint) IS 'The edits that were committed together: SELECT * FROM dealsync.edit_effect(VARIADIC dealsync.edits_of_transaction(7301));';

CREATE FUNCTION dealsync.edits_by(who text, since timestamptz, until timestamptz DEFAULT 'infinity') RETURNS bigint[] LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(edit_id ORDER BY edit_id), '{}') FROM dealsync.edit
  WHERE db_user = who AND made_at >= since AND made_at < until AND run_id IS NULL
$$;
COMMENT ON FUNCTION dealsync.edits_by(text, timestamptz, timestamptz) IS
  'The edits of a database user within a time, without what runs did: SELECT * FROM dealsync.edit_effect(VARIADIC dealsync.edits_by(''anna'', ''2026-03-03 09:00''));';


-- An edit that took deals out belongs together with the one that dropped their links.
CREATE FUNCTION dealsync.whole_edits(edits bigint[]) RETURNS bigint[] LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(DISTINCT edit_id ORDER BY edit_id), '{}')
  FROM (
    SELECT unnest(edits) AS edit_id
    UNION ALL
    SELECT dropped.edit_id
    FROM dealsync.edit AS taken_out JOIN dealsync.edit AS dropped USING (txid)
    WHERE taken_out.edit_id = ANY (edits) AND (taken_out.edited_table, taken_out.operation) = ('deal', 'delete')
      AND (dropped.edited_table, dropped.operation) = ('deal_contact', 'delete') AND dropped.edit_id > taken_out.edit_id
      AND EXISTS (
        SELECT FROM dealsync.link_edit AS l JOIN dealsync.deal_edit AS d USING (portal, deal_id)
        WHERE l.edit_id = dropped.edit_id AND d.edit_id = taken_out.edit_id AND d.new_mode IS NULL)
  ) AS each
$$;
COMMENT ON FUNCTION dealsync.whole_edits(bigint[]) IS
  'Part of undoing: edits with those that dropped the links of deals that they took out.';


CREATE FUNCTION dealsync.edit_effect(VARIADIC edits bigint[])
  RETURNS TABLE (portal text, deal_id bigint, contact_id bigint, what text, managed boolean, mode text, policy text, note text,
                 linked boolean, sort integer, is_primary boolean, stands_on bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET jit = off
AS $$
  WITH chosen AS (SELECT dealsync.whole_edits(edits) AS ids),
  link AS (
    SELECT l.portal, l.deal_id, l.contact_id, min(l.edit_id) AS first,
           (array_agg(l.old_sort ORDER BY l.edit_id))[1] AS sort, (array_agg(l.old_primary ORDER BY l.edit_id))[1] AS is_primary
    FROM dealsync.link_edit AS l, chosen WHERE l.edit_id = ANY (chosen.ids) GROUP BY l.portal, l.deal_id, l.contact_id
  ), treated AS (
    SELECT d.portal, d.deal_id, min(d.edit_id) AS first, (array_agg(d.old_mode ORDER BY d.edit_id))[1] AS mode,
           (array_agg(d.old_policy ORDER BY d.edit_id))[1] AS policy, (array_agg(d.old_note ORDER BY d.edit_id))[1] AS note
    FROM dealsync.deal_edit AS d, chosen WHERE d.edit_id = ANY (chosen.ids) GROUP BY d.portal, d.deal_id
  ), touched AS (
    SELECT portal, deal_id, min(first) AS first FROM (SELECT portal, deal_id, first FROM link UNION ALL SELECT portal, deal_id, first FROM treated) AS each
    GROUP BY portal, deal_id
  ), deal AS (
    -- A deal that came in with its first link has no line of its own: it was managed when its history before says so.
    SELECT t.portal, t.deal_id, t.first, treated.mode, treated.policy, treated.note, treated.portal IS NOT NULL AS told,
           CASE WHEN treated.portal IS NOT NULL AND treated.first = t.first THEN treated.mode IS NOT NULL
                ELSE coalesce(before.managed, false) END AS managed
    FROM touched AS t LEFT JOIN treated USING (portal, deal_id)
    LEFT JOIN LATERAL (
      SELECT each.managed FROM (
        (SELECT d.edit_id, d.new_mode IS NOT NULL AS managed FROM dealsync.deal_edit AS d
         WHERE (d.portal, d.deal_id) = (t.portal, t.deal_id) AND d.edit_id < t.first ORDER BY d.edit_id DESC LIMIT 1)
        UNION ALL
        (SELECT l.edit_id, true FROM dealsync.link_edit AS l
         WHERE (l.portal, l.deal_id) = (t.portal, t.deal_id) AND l.edit_id < t.first AND l.new_primary IS NOT NULL ORDER BY l.edit_id DESC LIMIT 1)
      ) AS each ORDER BY each.edit_id DESC LIMIT 1
    ) AS before ON true
  ), deal_now AS (
    SELECT deal.*, d.portal IS NOT NULL AS managed_now, d.mode AS mode_now, d.policy AS policy_now
    FROM deal LEFT JOIN dealsync.deal AS d USING (portal, deal_id)
  ), link_now AS (
    SELECT link.*, deal.managed, l.portal IS NOT NULL AS linked_now, l.sort AS sort_now, l.is_primary AS primary_now, other.contact_id AS other_primary
    FROM link JOIN deal USING (portal, deal_id) LEFT JOIN dealsync.deal_contact AS l USING (portal, deal_id, contact_id)
    LEFT JOIN dealsync.deal_contact AS other
      ON (other.portal, other.deal_id) = (link.portal, link.deal_id) AND other.is_primary AND link.is_primary AND other.contact_id <> link.contact_id
      AND NOT EXISTS (SELECT FROM link AS own WHERE (own.portal, own.deal_id, own.contact_id) = (other.portal, other.deal_id, other.contact_id))
  )
  SELECT portal, deal_id, NULL,
         CASE WHEN managed AND NOT managed_now THEN 'take the deal in again as ' || coalesce(mode, 'mirror')
              WHEN NOT managed THEN 'take the deal out; the portal keeps what it has'
              ELSE 'treat the deal as ' || concat_ws(', policy ', mode, policy) END,
         managed, coalesce(mode, mode_now, 'mirror'), CASE WHEN told THEN policy ELSE policy_now END, note, NULL, NULL, NULL,
         (SELECT min(later.edit_id) FROM (
            SELECT d.edit_id FROM dealsync.deal_edit AS d, chosen
            WHERE (d.portal, d.deal_id) = (n.portal, n.deal_id) AND d.edit_id > n.first AND d.edit_id <> ALL (chosen.ids)
            UNION ALL
            SELECT l.edit_id FROM dealsync.link_edit AS l, chosen
            WHERE (l.portal, l.deal_id) = (n.portal, n.deal_id) AND l.edit_id > n.first AND l.edit_id <> ALL (chosen.ids) AND NOT n.managed) AS later)
  FROM deal_now AS n
  WHERE managed <> managed_now OR (told AND managed AND (mode, policy) IS DISTINCT FROM (mode_now, policy_now))
  UNION ALL
  SELECT portal, deal_id, contact_id,
         CASE WHEN is_primary IS NULL THEN 'unlink'
              WHEN NOT linked_now THEN CASE WHEN is_primary THEN 'link as primary' ELSE 'link' END
              WHEN is_primary <> primary_now THEN CASE WHEN is_primary THEN 'make primary' ELSE 'make no longer primary' END
              ELSE format('sort %s → %s', coalesce(sort_now::text, 'none'), coalesce(sort::text, 'none')) END
           || CASE WHEN other_primary IS NOT NULL THEN format(' in place of %s', other_primary) ELSE '' END,
         managed, NULL, NULL, NULL, is_primary IS NOT NULL, sort, is_primary,
         (SELECT min(later.edit_id) FROM (
            SELECT l.edit_id FROM dealsync.link_edit AS l, chosen
            WHERE (l.portal, l.deal_id, l.contact_id) = (n.portal, n.deal_id, n.contact_id) AND l.edit_id > n.first AND l.edit_id <> ALL (chosen.ids)
            UNION ALL
            SELECT l.edit_id FROM dealsync.link_edit AS l, chosen
            WHERE (l.portal, l.deal_id, l.contact_id) = (n.portal, n.deal_id, n.other_primary) AND l.edit_id > n.first AND l.edit_id <> ALL (chosen.ids)) AS later)
  FROM link_now AS n
  WHERE managed AND (is_primary IS NOT NULL) IS DISTINCT FROM linked_now
     OR managed AND linked_now AND (sort, is_primary) IS DISTINCT FROM (sort_now, primary_now)
  ORDER BY 1, 2, 3 NULLS FIRST
$$;
COMMENT ON FUNCTION dealsync.edit_effect(bigint[]) IS
  'What undo_edit would do, one row for each deal (without contact_id) and link that would change; stands_on is a later edit that would be lost with it. Changes nothing: SELECT deal_id, contact_id, what, stands_on FROM dealsync.edit_effect(1234);';


CREATE FUNCTION dealsync.undo_edits(edits bigint[], anyway boolean DEFAULT false) RETURNS text LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET jit = off
AS $$
DECLARE
  chosen  bigint[] := dealsync.whole_edits(edits);
  wrong   bigint;
  of_run  bigint;
  portals text[];
  deals   bigint[];
  later   record;
  links   bigint;
  touched bigint;
BEGIN
  SELECT each INTO wrong FROM unnest(chosen) AS each WHERE NOT EXISTS (SELECT FROM dealsync.edit AS e WHERE e.edit_id = each) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'there is no edit %', wrong USING ERRCODE = 'no_data_found', HINT = 'SELECT edit_id, what FROM dealsync.edit_overview ORDER BY edit_id DESC LIMIT 20;';
  END IF;
  SELECT e.edit_id, e.run_id INTO wrong, of_run FROM dealsync.edit AS e WHERE e.edit_id = ANY (chosen) AND e.run_id IS NOT NULL LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'edit % was made by run %, which is taken back as a whole: dealsync undo %', wrong, of_run, of_run USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;

  -- Links first, as every edit does; then nobody edits these deals until commit.
  SELECT array_agg(each.portal), array_agg(each.deal_id) INTO portals, deals
    FROM (SELECT portal, deal_id FROM dealsync.link_edit WHERE edit_id = ANY (chosen)
          UNION SELECT portal, deal_id FROM dealsync.deal_edit WHERE edit_id = ANY (chosen) ORDER BY 1, 2) AS each;
  PERFORM FROM unnest(portals, deals) AS each (portal, deal_id) JOIN dealsync.deal_contact AS l USING (portal, deal_id)
    ORDER BY l.portal, l.deal_id, l.contact_id FOR UPDATE OF l;
  PERFORM dealsync.lock_deals(portals, deals);

  DROP TABLE IF EXISTS pg_temp.edit_to_undo;
  CREATE TEMP TABLE edit_to_undo ON COMMIT DROP AS SELECT * FROM dealsync.edit_effect(VARIADIC chosen);
  SELECT count(*) AS rows, min(stands_on) AS first, (array_agg(deal_id ORDER BY stands_on))[1] AS deal INTO later FROM pg_temp.edit_to_undo WHERE stands_on IS NOT NULL;
  IF later.rows > 0 AND NOT anyway THEN
    RAISE EXCEPTION 'later edits stand on it: % of deal % and %', format('edit %s', later.first), later.deal,
        CASE later.rows WHEN 1 THEN 'none else' ELSE format('%s more lines', later.rows - 1) END
      USING ERRCODE = 'object_not_in_prerequisite_state',
            HINT = 'Nothing was changed. dealsync.edit_effect shows them (stands_on). Undo those first, or undo it anyway: anyway => true.';
  END IF;

  INSERT INTO dealsync.deal (portal, deal_id, mode, policy, note)
    SELECT portal, deal_id, mode, policy, note FROM pg_temp.edit_to_undo WHERE contact_id IS NULL AND managed ORDER BY portal, deal_id
    ON CONFLICT (portal, deal_id) DO UPDATE SET mode = excluded.mode, policy = excluded.policy;
  DELETE FROM dealsync.deal_contact AS l USING pg_temp.edit_to_undo AS u
    WHERE (l.portal, l.deal_id, l.contact_id) = (u.portal, u.deal_id, u.contact_id) AND NOT u.linked;
  UPDATE dealsync.deal_contact AS l SET is_primary = false FROM pg_temp.edit_to_undo AS u
    WHERE (l.portal, l.deal_id) = (u.portal, u.deal_id) AND u.is_primary AND l.is_primary AND l.contact_id <> u.contact_id;
  INSERT INTO dealsync.deal_contact AS l (portal, deal_id, contact_id, sort, is_primary)
    SELECT portal, deal_id, contact_id, sort, is_primary FROM pg_temp.edit_to_undo WHERE linked ORDER BY portal, deal_id, contact_id
    ON CONFLICT (portal, deal_id, contact_id) DO UPDATE SET sort = excluded.sort, is_primary = excluded.is_primary;
  DELETE FROM dealsync.deal AS d USING pg_temp.edit_to_undo AS u
    WHERE (d.portal, d.deal_id) = (u.portal, u.deal_id) AND u.contact_id IS NULL AND NOT u.managed;

  SELECT count(*) FILTER (WHERE contact_id IS NOT NULL), count(DISTINCT (portal, deal_id)) INTO links, touched FROM pg_temp.edit_to_undo;
  DROP TABLE pg_temp.edit_to_undo;
  RETURN CASE touched WHEN 0 THEN 'Nothing differs from what was before; nothing was changed.'
    ELSE format('%s links of %s deals are as before. To take that back: SELECT dealsync.undo_transaction(%s);', links, touched, txid_current()) END;
END
$$;
COMMENT ON FUNCTION dealsync.undo_edits(bigint[], boolean) IS
  'Puts what several edits changed back to what was before the first of them, whether it was sent to the portal or not; refused where later edits stand on it, unless anyway. SELECT dealsync.undo_edits(dealsync.edits_by(''anna'', ''2026-03-03 09:00''));';

CREATE FUNCTION dealsync.undo_edit(edit bigint, anyway boolean DEFAULT false) RETURNS text LANGUAGE sql
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT dealsync.undo_edits(ARRAY[edit], anyway)
$$;
COMMENT ON FUNCTION dealsync.undo_edit(bigint, boolean) IS
  'Takes one edit back, as undo_edits does: SELECT dealsync.undo_edit(1234); edit_overview has the numbers.';

CREATE FUNCTION dealsync.undo_transaction(transaction bigint, anyway boolean DEFAULT false) RETURNS text LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF dealsync.edits_of_transaction(transaction) = '{}' THEN
    RAISE EXCEPTION 'transaction % has edited nothing here', transaction
      USING ERRCODE = 'no_data_found', HINT = 'SELECT txid, edit_id, what FROM dealsync.edit_overview ORDER BY edit_id DESC LIMIT 20;';
  END IF;
  RETURN dealsync.undo_edits(dealsync.edits_of_transaction(transaction), anyway);
END
$$;
COMMENT ON FUNCTION dealsync.undo_transaction(bigint, boolean) IS
  'Takes back all edits that were committed together, as undo_edits does: SELECT dealsync.undo_transaction(7301);';
