-- The desired side: the tables that people edit, and the memory of who edited what.
--
-- Everything here is plain SQL for an ordinary database owner: no superuser, no extension, PostgreSQL 13 or newer.
-- All triggers are statement-level with transition tables, so that a COPY of a million links stays fast.

COMMENT ON SCHEMA dealsync IS
  'dealsync keeps the contacts of Bitrix24 deals equal to what these tables say. Edit deal and deal_contact by plain SQL, at any time; look at pending_change to see what the next run would do.';


-- ---------------------------------------------------------------------------------------------------------------------
-- The portals there are
--
-- No foreign key refers to them: it would lock the same row for each deal that is inserted, and cost a look-up a row. The
-- triggers of the edited tables look once a statement. docs/decisions/0025.
-- ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE dealsync.portal (
  portal        text COLLATE "C" NOT NULL,
  registered_at timestamptz      NOT NULL DEFAULT clock_timestamp(),
  registered_by text             NOT NULL DEFAULT session_user,
  changed_percent double precision NOT NULL DEFAULT 30,
  emptied_percent double precision NOT NULL DEFAULT 10,
  emptied_floor   bigint         NOT NULL DEFAULT 5,
  removed_links   bigint         NOT NULL DEFAULT 1000,
  guard_window    interval       NOT NULL DEFAULT '24 hours',
  CONSTRAINT portal_is_registered_once        PRIMARY KEY (portal),
  CONSTRAINT portal_name_is_a_lower_case_name CHECK (portal ~ '^[a-z0-9][a-z0-9_-]{0,62}$')
);

COMMENT ON TABLE dealsync.portal IS 'The portals that a configuration has named; deals of others are refused. Written by dealsync.';
COMMENT ON COLUMN dealsync.portal.portal IS 'The portal''s name in the configuration.';
COMMENT ON COLUMN dealsync.portal.registered_at IS 'When a configuration first named it.';
COMMENT ON COLUMN dealsync.portal.registered_by IS 'The database user that registered it.';
COMMENT ON COLUMN dealsync.portal.changed_percent IS 'The guard''s limit of this name, as the configuration last said; so are the next four.';
COMMENT ON COLUMN dealsync.portal.emptied_percent IS 'How many per cent of the mirrored deals may lose their last contact within the window.';
COMMENT ON COLUMN dealsync.portal.emptied_floor IS 'So many may in any case.';
COMMENT ON COLUMN dealsync.portal.removed_links IS 'How many links may be removed within the window.';
COMMENT ON COLUMN dealsync.portal.guard_window IS 'How far the guard looks back.';


CREATE FUNCTION dealsync.edit_distance(one text, other text) RETURNS integer LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  before integer[] := ARRAY(SELECT generate_series(0, length(other)));
  now    integer[];
BEGIN
  FOR i IN 1 .. length(one) LOOP
    now := ARRAY[i];
    FOR j IN 1 .. length(other) LOOP
      now[j + 1] := least(now[j] + 1, before[j + 1] + 1, before[j] + (substr(one, i, 1) <> substr(other, j, 1))::integer);
    END LOOP;
    before := now;
  END LOOP;
  RETURN before[length(other) + 1];
END
$$;
COMMENT ON FUNCTION dealsync.edit_distance(text, text) IS
  'Part of refusals: how many letters have to be put in, taken out or changed to make one name of another.';


CREATE FUNCTION dealsync.unknown_portal(wrong text) RETURNS text LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT format('there is no portal %s', CASE WHEN wrong ~ '^\S+$' THEN wrong ELSE quote_nullable(wrong) END)
    || coalesce((SELECT format('; did you mean %s?', portal) FROM dealsync.portal
                 WHERE dealsync.edit_distance(portal, wrong) <= greatest(2, length(wrong) / 3)
                 ORDER BY dealsync.edit_distance(portal, wrong), portal LIMIT 1),
                (SELECT '; there is ' || string_agg(portal, ', ' ORDER BY portal) FROM dealsync.portal), '')
$$;
COMMENT ON FUNCTION dealsync.unknown_portal(text) IS
  'Part of refusals: says that no configuration has named a portal, and which one may have been meant.';


CREATE FUNCTION dealsync.require_portals(portals text[], edited_table text) RETURNS void LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  wrong text;
BEGIN
  SELECT each.name INTO wrong FROM unnest(portals) AS each (name)
    WHERE NOT EXISTS (SELECT FROM dealsync.portal AS known WHERE known.portal = each.name) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '%', dealsync.unknown_portal(wrong)
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = edited_table || '_portal_is_registered', SCHEMA = 'dealsync', TABLE = edited_table, COLUMN = 'portal',
            HINT = 'Portals come from the configuration; dealsync init, or any other command, registers a new one.';
  END IF;
END
$$;
COMMENT ON FUNCTION dealsync.require_portals(text[], text) IS
  'Trigger part: refuses deals of a portal that no configuration has named.';


CREATE FUNCTION dealsync.keep_portal() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM dealsync.deal AS d WHERE d.portal = OLD.portal) THEN
    RAISE EXCEPTION 'portal % has managed deals, and so keeps its name and its place in the register', OLD.portal
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME, SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME,
            HINT = format('Take its deals out first: DELETE FROM dealsync.deal WHERE portal = %L;', OLD.portal);
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
COMMENT ON FUNCTION dealsync.keep_portal() IS 'Trigger: a portal that deals refer to stays.';

CREATE TRIGGER portal_with_deals_stays BEFORE DELETE OR UPDATE OF portal ON dealsync.portal
  FOR EACH ROW EXECUTE FUNCTION dealsync.keep_portal();


-- ---------------------------------------------------------------------------------------------------------------------
-- What people edit
-- ---------------------------------------------------------------------------------------------------------------------

CREATE SEQUENCE dealsync.edit_mark AS bigint;
COMMENT ON SEQUENCE dealsync.edit_mark IS 'Numbers the marks that edits leave on deals.';

CREATE TABLE dealsync.deal (
  portal    text COLLATE "C" NOT NULL DEFAULT 'main',
  deal_id   bigint           NOT NULL,
  mode      text             NOT NULL DEFAULT 'mirror',
  policy    text,
  note      text,
  edit_mark bigint           DEFAULT nextval('dealsync.edit_mark'),
  edited_at timestamptz      NOT NULL DEFAULT clock_timestamp(),
  released_at timestamptz,
  CONSTRAINT deal_is_managed_once                    PRIMARY KEY (portal, deal_id),
  CONSTRAINT deal_id_is_positive                     CHECK (deal_id > 0),
  CONSTRAINT deal_portal_is_a_lower_case_name        CHECK (portal ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  CONSTRAINT deal_mode_is_mirror_add_only_or_paused  CHECK (mode IN ('mirror', 'add_only', 'paused')),
  CONSTRAINT deal_policy_is_mirror_wins_merge_or_hold CHECK (policy IN ('mirror-wins', 'merge', 'hold'))
);

COMMENT ON TABLE dealsync.deal IS
  'The managed deals: a deal without a row here is never touched. Inserting a link creates the row; deleting the row takes the deal out and drops its desired links, its hold and its failures, and the portal keeps what it has. A deal that comes back later is seen for the first time; one that comes back in the same transaction has never been away: it keeps its hold, its failures and what both sides agreed on, and mode, policy and note as well when a link brings it back. One that comes back in the same statement keeps its links, too; that statement adds to them. A row without links means "no contacts".';
COMMENT ON COLUMN dealsync.deal.portal IS 'The portal''s name in the configuration.';
COMMENT ON COLUMN dealsync.deal.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.deal.mode IS
  'mirror: the portal gets exactly the desired links. add_only: missing links are added, none is removed or reordered. paused: the deal is left alone.';
COMMENT ON COLUMN dealsync.deal.policy IS
  'Who wins when somebody changed the portal: mirror-wins, merge or hold. Empty: the portal''s configured policy.';
COMMENT ON COLUMN dealsync.deal.note IS 'Free text for people; dealsync does not read it.';
COMMENT ON COLUMN dealsync.deal.edit_mark IS
  'Kept by dealsync: a new number whenever the deal''s desired side is edited, empty once both sides agree. A run empties it only while it still is the number that the run has seen, so that no edit is lost.';
COMMENT ON COLUMN dealsync.deal.edited_at IS 'Kept by dealsync: when the deal''s desired side was last edited.';
COMMENT ON COLUMN dealsync.deal.released_at IS
  'Kept by dealsync: when somebody last released the deal; repairs of it count as repeated from then on.';
COMMENT ON CONSTRAINT deal_is_managed_once ON dealsync.deal IS 'A deal has one row per portal.';

CREATE INDEX deal_edited ON dealsync.deal (portal, deal_id) WHERE edit_mark IS NOT NULL;


CREATE TABLE dealsync.deal_contact (
  portal     text COLLATE "C" NOT NULL DEFAULT 'main',
  deal_id    bigint           NOT NULL,
  contact_id bigint           NOT NULL,
  sort       integer,
  is_primary boolean          NOT NULL DEFAULT false,
  CONSTRAINT deal_contact_is_linked_once           PRIMARY KEY (portal, deal_id, contact_id),
  CONSTRAINT deal_contact_deal_id_is_positive      CHECK (deal_id > 0),
  CONSTRAINT deal_contact_contact_id_is_positive   CHECK (contact_id > 0),
  CONSTRAINT deal_contact_sort_is_at_least_1       CHECK (sort >= 1),
  CONSTRAINT deal_contact_at_most_one_primary_per_deal
    EXCLUDE USING btree (portal WITH =, deal_id WITH =) WHERE (is_primary)
    DEFERRABLE INITIALLY DEFERRED
);

-- "Replace a contact everywhere" and "which deals have this contact" would read the whole table otherwise.
CREATE INDEX deal_contact_by_contact ON dealsync.deal_contact (contact_id, portal);

COMMENT ON TABLE dealsync.deal_contact IS
  'The desired links: one row for each contact that a managed deal should have. Name the key in INSERT … ON CONFLICT (portal, deal_id, contact_id), because PostgreSQL cannot use the deferred primary rule there.';
COMMENT ON COLUMN dealsync.deal_contact.portal IS 'The portal''s name in the configuration.';
COMMENT ON COLUMN dealsync.deal_contact.deal_id IS 'The deal''s Bitrix24 id. Its row in deal is created when it is missing.';
COMMENT ON COLUMN dealsync.deal_contact.contact_id IS 'The contact''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.deal_contact.sort IS
  'The wanted SORT, at least 1. Empty: after those that have one, in the order of contact ids; a value is chosen when it is written.';
COMMENT ON COLUMN dealsync.deal_contact.is_primary IS
  'Whether this is the deal''s primary contact. When no link of a deal is marked, the first one is primary.';
COMMENT ON CONSTRAINT deal_contact_at_most_one_primary_per_deal ON dealsync.deal_contact IS
  'A deal has at most one primary contact. Checked at commit, so that primaries can be swapped in any order inside one transaction.';


-- ---------------------------------------------------------------------------------------------------------------------
-- Who edited what
-- ---------------------------------------------------------------------------------------------------------------------

CREATE SEQUENCE dealsync.edit_id AS bigint;
COMMENT ON SEQUENCE dealsync.edit_id IS 'Numbers the edits of the desired side.';

CREATE TABLE dealsync.edit (
  edit_id          bigint      NOT NULL,
  made_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  db_user          text        NOT NULL DEFAULT session_user,
  application_name text        NOT NULL DEFAULT current_setting('application_name'),
  txid             bigint      NOT NULL DEFAULT txid_current(),
  edited_table     text        NOT NULL,
  operation        text        NOT NULL,
  lines            bigint      NOT NULL,
  portals          text[]      NOT NULL,
  run_id           bigint,
  CONSTRAINT edit_is_recorded_once                   PRIMARY KEY (edit_id),
  CONSTRAINT edit_operation_is_insert_update_or_delete CHECK (operation IN ('insert', 'update', 'delete'))
);

-- What was committed since a snapshot is found by the transactions that it did not see.
CREATE INDEX edit_by_transaction ON dealsync.edit (txid);

COMMENT ON TABLE dealsync.edit IS
  'One row for each SQL statement that changed the desired side: who, when, with which program. What it changed is in deal_edit and link_edit; the view edit_history reads them together. LISTEN dealsync_edit hears of each at commit, with the portal''s name; that is why PREPARE TRANSACTION refuses a transaction with edits.';
COMMENT ON COLUMN dealsync.edit.edit_id IS 'The edit''s number; a later edit of the same deal has a larger one.';
COMMENT ON COLUMN dealsync.edit.made_at IS 'When the statement ended, by the database''s clock.';
COMMENT ON COLUMN dealsync.edit.db_user IS 'The database user that was logged in.';
COMMENT ON COLUMN dealsync.edit.application_name IS 'The program, as it named itself to PostgreSQL: psql, DBeaver, dealsync, … Anybody can use any name; run_id tells what dealsync did.';
COMMENT ON COLUMN dealsync.edit.txid IS 'The transaction; edits with the same number were committed together.';
COMMENT ON COLUMN dealsync.edit.edited_table IS 'The table that was edited: deal or deal_contact.';
COMMENT ON COLUMN dealsync.edit.operation IS 'What the statement did: insert, update or delete. TRUNCATE counts as delete.';
COMMENT ON COLUMN dealsync.edit.lines IS 'How many lines this edit has in deal_edit or link_edit.';
COMMENT ON COLUMN dealsync.edit.portals IS 'The portals whose deals it edited.';
COMMENT ON COLUMN dealsync.edit.run_id IS
  'The run that did it: adopted from the portal, pulled or undone. Empty for what people did. It is taken from run_lock, which only a run can write, and only while the run holds the portal.';


CREATE TABLE dealsync.link_edit (
  portal      text COLLATE "C" NOT NULL,
  deal_id     bigint           NOT NULL,
  contact_id  bigint           NOT NULL,
  edit_id     bigint           NOT NULL,
  old_sort    integer,
  new_sort    integer,
  old_primary boolean,
  new_primary boolean,
  CONSTRAINT link_edit_is_recorded_once PRIMARY KEY (portal, deal_id, contact_id, edit_id)
);

-- "The last twenty edits", and what an edit did.
CREATE INDEX link_edit_by_edit ON dealsync.link_edit (edit_id);

COMMENT ON TABLE dealsync.link_edit IS
  'The desired links that an edit changed, one row a link. A link that was inserted has no old_primary, one that was deleted no new_primary.';
COMMENT ON COLUMN dealsync.link_edit.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.link_edit.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.link_edit.contact_id IS 'The contact''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.link_edit.edit_id IS 'The edit that did it.';
COMMENT ON COLUMN dealsync.link_edit.old_sort IS 'The wanted SORT before.';
COMMENT ON COLUMN dealsync.link_edit.new_sort IS 'The wanted SORT after.';
COMMENT ON COLUMN dealsync.link_edit.old_primary IS 'Whether it was primary before; empty when the link was inserted.';
COMMENT ON COLUMN dealsync.link_edit.new_primary IS 'Whether it is primary after; empty when the link was deleted.';


CREATE TABLE dealsync.deal_edit (
  portal     text COLLATE "C" NOT NULL,
  deal_id    bigint           NOT NULL,
  edit_id    bigint           NOT NULL,
  old_mode   text,
  new_mode   text,
  old_policy text,
  new_policy text,
  old_note   text,
  CONSTRAINT deal_edit_is_recorded_once PRIMARY KEY (portal, deal_id, edit_id)
);
CREATE INDEX deal_edit_by_edit ON dealsync.deal_edit (edit_id);

COMMENT ON TABLE dealsync.deal_edit IS
  'The managed deals that an edit took in, took out or treated differently, one row a deal. A deal that came in with its first link has that link''s row in link_edit instead.';
COMMENT ON COLUMN dealsync.deal_edit.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.deal_edit.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.deal_edit.edit_id IS 'The edit that did it.';
COMMENT ON COLUMN dealsync.deal_edit.old_mode IS 'The mode before; empty when the deal came under management.';
COMMENT ON COLUMN dealsync.deal_edit.new_mode IS 'The mode after; empty when the deal was taken out.';
COMMENT ON COLUMN dealsync.deal_edit.old_policy IS 'The deal''s own policy before.';
COMMENT ON COLUMN dealsync.deal_edit.new_policy IS 'The deal''s own policy after.';
COMMENT ON COLUMN dealsync.deal_edit.old_note IS 'The deal''s note when it was taken out.';


-- ---------------------------------------------------------------------------------------------------------------------
-- Triggers
--
-- They run as the owner, so that an editor needs rights on the editable tables only; each refuses to be hung on another
-- table than its own. Some have settings because the same statements serve one row and a million.
--
-- Several parts of one statement (WITH gone AS (DELETE …) INSERT …) see the tables as they were before it, and their
-- triggers fire after all of them, in an order that PostgreSQL does not promise. So no trigger takes what it finds for
-- what was there before: a deal is taken out only when it has no row once the last trigger of the statement has fired
-- that might bring it back, and a link that was deleted and is there again has changed.
--
-- Locks: first the links, by the statement itself; then deals, all of them or none, so that nobody waits for a deal
-- while another waits for one of theirs. Whoever takes a deal out passes over links that somebody is just editing; that
-- statement finds its deal gone, and takes its links along.
-- ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION dealsync.require_table(hung_on oid, VARIADIC own regclass[]) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF hung_on <> ALL (own) THEN
    RAISE EXCEPTION 'this trigger function works for % only, not for %', array_to_string(own, ', '), hung_on::regclass
      USING ERRCODE = 'insufficient_privilege';
  END IF;
END
$$;
COMMENT ON FUNCTION dealsync.require_table(oid, regclass[]) IS
  'Trigger part: a function that runs as the owner refuses to be the trigger of somebody else''s table.';


CREATE FUNCTION dealsync.record_edit(edit bigint, edited_table text, operation text, line_count bigint, portals text[])
  RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  run bigint;
BEGIN
  -- Only a session that holds the portal as a run does has such a row and such a lock; a name can be claimed by anybody.
  SELECT held.run_id INTO run FROM dealsync.held_here() AS held WHERE held.portal = ANY (portals) LIMIT 1;
  INSERT INTO dealsync.edit (edit_id, edited_table, operation, lines, portals, run_id)
  VALUES (edit, edited_table, lower(operation), line_count, portals, run);
  PERFORM pg_notify('dealsync_edit', edited.portal) FROM unnest(portals) AS edited (portal);
END
$$;
COMMENT ON FUNCTION dealsync.record_edit(bigint, text, text, bigint, text[]) IS
  'Trigger part: writes down who made an edit and tells listeners on channel dealsync_edit, once per portal.';


CREATE FUNCTION dealsync.links_will_come() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM dealsync.require_table(TG_RELID, 'dealsync.deal_contact');
  -- Its trigger will need this lock. Taken now, it makes a TRUNCATE of both tables wait before it has the first of them.
  LOCK TABLE dealsync.deal IN ROW EXCLUSIVE MODE;
  IF TG_OP <> 'DELETE' THEN
    PERFORM set_config('dealsync.links_to_come', (dealsync.links_to_come() + 1)::text, true);
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION dealsync.links_will_come() IS
  'Trigger: notes that a statement inserts or updates links, so that a deal which it takes out may come back by them.';

CREATE FUNCTION dealsync.links_to_come() RETURNS integer LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(nullif(current_setting('dealsync.links_to_come', true), ''), '0')::integer
$$;
COMMENT ON FUNCTION dealsync.links_to_come() IS
  'Trigger part: how many triggers of running statements on links have yet to fire that may bring a deal back.';

CREATE TRIGGER deal_contact_will_change BEFORE INSERT OR UPDATE OR DELETE ON dealsync.deal_contact
  FOR EACH STATEMENT EXECUTE FUNCTION dealsync.links_will_come();


-- Waiting for one deal holds nobody up. Of several, either all are locked or none: the first that somebody else has is
-- waited for with empty hands, because its holder may want one of the others.
CREATE FUNCTION dealsync.lock_deals(portals text[], deals bigint[]) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET jit = off
AS $$
DECLARE
  busy dealsync.deal;
BEGIN
  LOOP
    EXIT WHEN coalesce(cardinality(deals), 0) < 2;
    BEGIN
      busy := NULL;
      WITH wanted AS (SELECT portal, deal_id FROM unnest(portals, deals) AS each (portal, deal_id)),
      free AS MATERIALIZED (
        SELECT d.portal, d.deal_id FROM dealsync.deal AS d JOIN wanted USING (portal, deal_id)
        ORDER BY d.portal, d.deal_id FOR NO KEY UPDATE OF d SKIP LOCKED
      )
      SELECT d.* INTO busy
      FROM dealsync.deal AS d JOIN wanted USING (portal, deal_id) LEFT JOIN free USING (portal, deal_id)
      WHERE free.deal_id IS NULL
      ORDER BY d.portal, d.deal_id LIMIT 1;
      EXIT WHEN busy.deal_id IS NULL;
      RAISE SQLSTATE 'DS001';
    EXCEPTION WHEN SQLSTATE 'DS001' THEN
      NULL; -- The locks are given back.
    END;
    BEGIN
      PERFORM FROM dealsync.deal AS d WHERE (d.portal, d.deal_id) = (busy.portal, busy.deal_id) FOR NO KEY UPDATE;
      RAISE SQLSTATE 'DS001';
    EXCEPTION WHEN SQLSTATE 'DS001' THEN
      NULL;
    END;
  END LOOP;
END
$$;
COMMENT ON FUNCTION dealsync.lock_deals(text[], bigint[]) IS
  'Trigger part: locks managed deals until commit, all of them or none, so that edits wait for each other instead of deadlocking.';


CREATE FUNCTION dealsync.take_deals_in(portals text[], deals bigint[]) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET enable_hashagg = off SET jit = off
AS $$
DECLARE
  first_removal bigint := nullif(current_setting('dealsync.deals_taken_out', true), '')::bigint;
BEGIN
  -- Told by the history of their links.
  PERFORM set_config('dealsync.deals_come_with_links', 'yes', true);
  IF first_removal IS NULL THEN
    INSERT INTO dealsync.deal (portal, deal_id)
    SELECT each.portal, each.deal_id FROM unnest(portals, deals) AS each (portal, deal_id) ORDER BY 1, 2
    ON CONFLICT (portal, deal_id) DO UPDATE SET edit_mark = excluded.edit_mark, edited_at = excluded.edited_at;
  ELSE
    -- This transaction took deals out before; those that come back have never been away.
    INSERT INTO dealsync.deal (portal, deal_id, mode, policy, note)
    SELECT each.portal, each.deal_id, coalesce(was.old_mode, 'mirror'), was.old_policy, was.old_note
    FROM unnest(portals, deals) AS each (portal, deal_id)
    LEFT JOIN LATERAL (
      SELECT line.old_mode, line.old_policy, line.old_note
      FROM dealsync.deal_edit AS line JOIN dealsync.edit AS e USING (edit_id)
      WHERE (line.portal, line.deal_id) = (each.portal, each.deal_id) AND line.edit_id >= first_removal
        AND line.new_mode IS NULL AND e.txid = txid_current()
      ORDER BY line.edit_id DESC LIMIT 1
    ) AS was ON true
    ORDER BY 1, 2
    ON CONFLICT (portal, deal_id) DO UPDATE SET edit_mark = excluded.edit_mark, edited_at = excluded.edited_at;
  END IF;
  PERFORM set_config('dealsync.deals_come_with_links', '', true);
END
$$;
COMMENT ON FUNCTION dealsync.take_deals_in(text[], bigint[]) IS
  'Trigger part: creates the rows of deals that get links, or marks them as edited. A deal that the same transaction took out gets its mode, policy and note back.';


CREATE FUNCTION dealsync.drop_links_of_gone_deals(removals bigint[]) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET jit = off
AS $$
BEGIN
  WITH gone AS (
    SELECT line.portal, line.deal_id FROM dealsync.deal_edit AS line
    WHERE line.edit_id = ANY (removals) AND line.new_mode IS NULL
      AND NOT EXISTS (SELECT FROM dealsync.deal AS d WHERE (d.portal, d.deal_id) = (line.portal, line.deal_id))
  ), theirs AS MATERIALIZED (
    SELECT link.ctid AS place FROM dealsync.deal_contact AS link JOIN gone USING (portal, deal_id)
    FOR UPDATE OF link SKIP LOCKED
  )
  DELETE FROM dealsync.deal_contact AS link USING theirs WHERE link.ctid = theirs.place;
END
$$;
COMMENT ON FUNCTION dealsync.drop_links_of_gone_deals(bigint[]) IS
  'Trigger part: removes the desired links of deals that edits took out and that did not come back. A link that somebody else is just editing is left to that edit.';


CREATE FUNCTION dealsync.links_have_come() RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  undecided text := current_setting('dealsync.removals_undecided', true);
BEGIN
  IF dealsync.links_to_come() <= 0 AND undecided <> '' THEN
    PERFORM set_config('dealsync.removals_undecided', '', true);
    -- Anybody may set a setting: only what this transaction took out counts.
    PERFORM dealsync.drop_links_of_gone_deals(ARRAY(
      SELECT e.edit_id FROM dealsync.edit AS e
      WHERE e.edit_id = ANY (string_to_array(undecided, ',')::bigint[]) AND e.txid = txid_current()));
  END IF;
END
$$;
COMMENT ON FUNCTION dealsync.links_have_come() IS
  'Trigger part: once no further link of a statement can bring a deal back, removes the links of those that the statement took out.';


CREATE FUNCTION dealsync.deal_contact_inserted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET enable_hashagg = off SET jit = off
AS $$
DECLARE
  this_edit bigint;
  portals   text[];
  deals     bigint[];
BEGIN
  PERFORM dealsync.require_table(TG_RELID, 'dealsync.deal_contact');
  PERFORM set_config('dealsync.links_to_come', (dealsync.links_to_come() - 1)::text, true);
  SELECT array_agg(touched.portal), array_agg(touched.deal_id) INTO portals, deals
  FROM (SELECT portal, deal_id FROM added GROUP BY portal, deal_id ORDER BY portal, deal_id) AS touched;

  IF deals IS NOT NULL THEN
    PERFORM dealsync.require_portals(ARRAY(SELECT DISTINCT unnest(portals)), 'deal_contact');
    -- Takes the deals in, or marks those that are in. Either way they stay locked until commit: somebody who takes a deal
    -- out meanwhile waits, and then removes these links, too. A foreign key would do that at a price per row.
    PERFORM dealsync.lock_deals(portals, deals);
    PERFORM dealsync.take_deals_in(portals, deals);

    this_edit := nextval('dealsync.edit_id');
    INSERT INTO dealsync.link_edit (portal, deal_id, contact_id, edit_id, new_sort, new_primary)
    SELECT portal, deal_id, contact_id, this_edit, sort, is_primary FROM added;
    PERFORM dealsync.record_edit(this_edit, 'deal_contact', TG_OP, count(*), array_agg(DISTINCT portal)) FROM added;
  END IF;
  PERFORM dealsync.links_have_come();
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION dealsync.deal_contact_inserted() IS
  'Trigger: takes the deals of inserted links in, marks them as edited and writes the history.';

CREATE TRIGGER deal_contact_inserted AFTER INSERT ON dealsync.deal_contact
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION dealsync.deal_contact_inserted();


CREATE FUNCTION dealsync.deal_contact_updated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET jit = off
AS $$
DECLARE
  this_edit      bigint := nextval('dealsync.edit_id');
  line_count     bigint;
  moved_count    bigint;
  portals        text[];
  deals          bigint[];
  left_portals   text[];
  left_deals     bigint[];
  orphan_portals text[];
  orphan_deals   bigint[];
BEGIN
  PERFORM dealsync.require_table(TG_RELID, 'dealsync.deal_contact');
  PERFORM set_config('dealsync.links_to_come', (dealsync.links_to_come() - 1)::text, true);

  -- Parsed anew each time: a parsed statement keeps how many rows the transition tables had when it was parsed first.
  EXECUTE $q$
    WITH line AS (
      INSERT INTO dealsync.link_edit (portal, deal_id, contact_id, edit_id, old_sort, new_sort, old_primary, new_primary)
      SELECT portal, deal_id, contact_id, $1, b.sort, a.sort, b.is_primary, a.is_primary
      FROM after_rows AS a LEFT JOIN before_rows AS b USING (portal, deal_id, contact_id)
      WHERE (b.sort, b.is_primary) IS DISTINCT FROM (a.sort, a.is_primary)
      RETURNING portal, deal_id
    ), touched AS (SELECT portal, deal_id, count(*) AS lines FROM line GROUP BY portal, deal_id ORDER BY portal, deal_id)
    SELECT coalesce(sum(lines), 0), array_agg(portal), array_agg(deal_id) FROM touched
  $q$ INTO line_count, portals, deals USING this_edit;

  -- Links that went elsewhere; another part of the statement may have put others in their places.
  EXECUTE $q$
    WITH line AS (
      INSERT INTO dealsync.link_edit (portal, deal_id, contact_id, edit_id, old_sort, new_sort, old_primary, new_primary)
      SELECT portal, deal_id, contact_id, $1, b.sort, there.sort, b.is_primary, there.is_primary
      FROM before_rows AS b LEFT JOIN after_rows AS a USING (portal, deal_id, contact_id)
      LEFT JOIN dealsync.deal_contact AS there USING (portal, deal_id, contact_id)
      WHERE a.is_primary IS NULL
      RETURNING portal, deal_id
    ), touched AS (SELECT portal, deal_id, count(*) AS lines FROM line GROUP BY portal, deal_id ORDER BY portal, deal_id)
    SELECT coalesce(sum(lines), 0), array_agg(portal), array_agg(deal_id) FROM touched
  $q$ INTO moved_count, left_portals, left_deals USING this_edit;

  PERFORM dealsync.require_portals(ARRAY(SELECT DISTINCT unnest(portals)), 'deal_contact');
  PERFORM dealsync.lock_deals(portals || left_portals, deals || left_deals);

  -- Links whose deal has no row: it was taken out while this statement was running, and they go along; or this very
  -- statement took it out and so brings it back; or nobody had taken it in.
  SELECT array_agg(orphan.portal), array_agg(orphan.deal_id) INTO orphan_portals, orphan_deals
  FROM (SELECT DISTINCT a.portal, a.deal_id FROM after_rows AS a
        WHERE NOT EXISTS (SELECT FROM dealsync.deal AS d WHERE (d.portal, d.deal_id) = (a.portal, a.deal_id))) AS orphan;
  IF orphan_deals IS NOT NULL THEN
    WITH gone AS (
      SELECT orphan.portal, orphan.deal_id FROM unnest(orphan_portals, orphan_deals) AS orphan (portal, deal_id)
      WHERE EXISTS (
        SELECT FROM dealsync.deal_edit AS line JOIN dealsync.edit AS e USING (edit_id)
        WHERE (line.portal, line.deal_id) = (orphan.portal, orphan.deal_id) AND line.new_mode IS NULL
          AND e.made_at >= statement_timestamp() AND e.txid <> txid_current())
    ), dropped AS (
      DELETE FROM dealsync.deal_contact AS link USING before_rows AS b, gone
      WHERE (link.portal, link.deal_id) = (gone.portal, gone.deal_id)
        AND (b.portal, b.deal_id, b.contact_id) = (link.portal, link.deal_id, link.contact_id)
    ), kept AS (
      SELECT orphan.portal, orphan.deal_id FROM unnest(orphan_portals, orphan_deals) AS orphan (portal, deal_id)
      LEFT JOIN gone USING (portal, deal_id) WHERE gone.deal_id IS NULL
    ), wanted AS (
      SELECT each.portal, each.deal_id FROM unnest(portals, deals) AS each (portal, deal_id)
      LEFT JOIN gone USING (portal, deal_id)
      WHERE gone.deal_id IS NULL OR EXISTS (
        SELECT FROM after_rows AS a LEFT JOIN before_rows AS b USING (portal, deal_id, contact_id)
        WHERE (a.portal, a.deal_id) = (each.portal, each.deal_id) AND b.is_primary IS NULL)
    ), both_kinds AS (SELECT portal, deal_id FROM kept UNION SELECT portal, deal_id FROM wanted ORDER BY 1, 2)
    SELECT array_agg(portal), array_agg(deal_id) INTO portals, deals FROM both_kinds;
  END IF;

  IF deals IS NOT NULL THEN
    PERFORM dealsync.take_deals_in(portals, deals);
  END IF;
  IF left_deals IS NOT NULL THEN
    UPDATE dealsync.deal AS d SET edit_mark = nextval('dealsync.edit_mark'), edited_at = clock_timestamp()
    FROM unnest(left_portals, left_deals) AS each (portal, deal_id)
    WHERE (d.portal, d.deal_id) = (each.portal, each.deal_id);
  END IF;
  IF line_count + moved_count > 0 THEN
    PERFORM dealsync.record_edit(this_edit, 'deal_contact', TG_OP, line_count + moved_count,
                                 ARRAY(SELECT DISTINCT unnest(portals || left_portals)));
  END IF;
  PERFORM dealsync.links_have_come();
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION dealsync.deal_contact_updated() IS
  'Trigger: marks the deals of links that really changed as edited and writes the history. An update that changes nothing leaves no trace.';

CREATE TRIGGER deal_contact_updated AFTER UPDATE ON dealsync.deal_contact
  REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
  FOR EACH STATEMENT EXECUTE FUNCTION dealsync.deal_contact_updated();


CREATE FUNCTION dealsync.deal_contact_deleted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET jit = off
AS $$
DECLARE
  this_edit bigint;
  portals   text[];
  deals     bigint[];
BEGIN
  PERFORM dealsync.require_table(TG_RELID, 'dealsync.deal_contact');
  SELECT array_agg(touched.portal), array_agg(touched.deal_id) INTO portals, deals
  FROM (SELECT portal, deal_id FROM removed GROUP BY portal, deal_id ORDER BY portal, deal_id) AS touched;
  IF deals IS NULL THEN
    RETURN NULL;
  END IF;

  -- When the links go because their deal was taken out, there is no deal left to mark.
  PERFORM dealsync.lock_deals(portals, deals);
  UPDATE dealsync.deal AS d SET edit_mark = nextval('dealsync.edit_mark'), edited_at = clock_timestamp()
  FROM unnest(portals, deals) AS each (portal, deal_id)
  WHERE (d.portal, d.deal_id) = (each.portal, each.deal_id);

  -- A link that is there all the same was put back by another part of the statement: it has changed.
  this_edit := nextval('dealsync.edit_id');
  INSERT INTO dealsync.link_edit (portal, deal_id, contact_id, edit_id, old_sort, new_sort, old_primary, new_primary)
  SELECT portal, deal_id, contact_id, this_edit, r.sort, there.sort, r.is_primary, there.is_primary
  FROM removed AS r LEFT JOIN dealsync.deal_contact AS there USING (portal, deal_id, contact_id);

  PERFORM dealsync.record_edit(this_edit, 'deal_contact', TG_OP, count(*), array_agg(DISTINCT portal)) FROM removed;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION dealsync.deal_contact_deleted() IS
  'Trigger: marks the deals of deleted links as edited and writes the history.';

CREATE TRIGGER deal_contact_deleted AFTER DELETE ON dealsync.deal_contact
  REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION dealsync.deal_contact_deleted();


CREATE FUNCTION dealsync.deal_inserted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET jit = off
AS $$
DECLARE
  this_edit bigint;
BEGIN
  PERFORM dealsync.require_table(TG_RELID, 'dealsync.deal');
  PERFORM dealsync.require_portals(ARRAY(SELECT DISTINCT portal FROM added), 'deal');
  -- What both sides agreed on before a deal was taken out says nothing about it when it comes back months later. A
  -- deal that the same transaction took out was not away, and one that was never taken out is being restored.
  DELETE FROM dealsync.base_deal AS base USING added AS a
  WHERE (base.portal, base.deal_id) = (a.portal, a.deal_id)
    AND EXISTS (
      SELECT FROM dealsync.deal_edit AS line JOIN dealsync.edit AS e USING (edit_id)
      WHERE (line.portal, line.deal_id) = (base.portal, base.deal_id) AND line.new_mode IS NULL
        AND e.made_at > base.agreed_at AND (e.txid <> txid_current() OR e.made_at < now()));

  -- Deals that come in with their first link are told by the history of that link.
  IF NOT EXISTS (SELECT FROM added WHERE coalesce(current_setting('dealsync.deals_come_with_links', true), '') = '' OR mode <> 'mirror' OR policy IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  this_edit := nextval('dealsync.edit_id');

  INSERT INTO dealsync.deal_edit (portal, deal_id, edit_id, new_mode, new_policy)
  SELECT portal, deal_id, this_edit, mode, policy FROM added;

  PERFORM dealsync.record_edit(this_edit, 'deal', TG_OP, count(*), array_agg(DISTINCT portal)) FROM added;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION dealsync.deal_inserted() IS
  'Trigger: writes the history of deals that came under management, and forgets what both sides had agreed on before they were taken out. Their mark is the column''s default.';

CREATE TRIGGER deal_inserted AFTER INSERT ON dealsync.deal
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION dealsync.deal_inserted();


CREATE FUNCTION dealsync.mark_deal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM dealsync.require_table(TG_RELID, 'dealsync.deal');
  NEW.edit_mark := nextval('dealsync.edit_mark');
  NEW.edited_at := clock_timestamp();
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION dealsync.mark_deal() IS 'Trigger: marks a deal whose mode or policy really changed as edited.';

CREATE TRIGGER deal_is_marked BEFORE UPDATE OF mode, policy ON dealsync.deal
  FOR EACH ROW WHEN ((OLD.mode, OLD.policy) IS DISTINCT FROM (NEW.mode, NEW.policy))
  EXECUTE FUNCTION dealsync.mark_deal();


CREATE FUNCTION dealsync.deal_updated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET jit = off
AS $$
DECLARE
  this_edit  bigint;
  line_count bigint;
  portals    text[];
BEGIN
  PERFORM dealsync.require_table(TG_RELID, 'dealsync.deal');
  -- Marks are set and emptied by updates, too, and far more often than people change a mode.
  IF NOT EXISTS (
    SELECT mode, policy, portal, deal_id FROM after_rows EXCEPT SELECT mode, policy, portal, deal_id FROM before_rows
  ) THEN
    RETURN NULL;
  END IF;
  this_edit := nextval('dealsync.edit_id');

  -- Parsed anew each time, as above.
  EXECUTE $q$
    WITH line AS (
      INSERT INTO dealsync.deal_edit (portal, deal_id, edit_id, old_mode, new_mode, old_policy, new_policy)
      SELECT portal, deal_id, $1, b.mode, a.mode, b.policy, a.policy
      FROM before_rows AS b JOIN after_rows AS a USING (portal, deal_id)
      WHERE (b.mode, b.policy) IS DISTINCT FROM (a.mode, a.policy)
      RETURNING portal
    )
    SELECT count(*), array_agg(DISTINCT portal) FROM line
  $q$ INTO line_count, portals USING this_edit;

  -- What an add_only deal agreed on is all that the portal has; that the mirror wants no more was never agreed on.
  EXECUTE $q$
    DELETE FROM dealsync.base_deal AS base
    USING before_rows AS b JOIN after_rows AS a USING (portal, deal_id)
    WHERE (base.portal, base.deal_id) = (a.portal, a.deal_id) AND b.mode = 'add_only' AND a.mode <> 'add_only'
  $q$;

  PERFORM dealsync.record_edit(this_edit, 'deal', TG_OP, line_count, portals);
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION dealsync.deal_updated() IS
  'Trigger: writes the history of deals whose mode or policy really changed. A deal that is add_only no more is seen for the first time.';

CREATE TRIGGER deal_updated AFTER UPDATE ON dealsync.deal
  REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
  FOR EACH STATEMENT EXECUTE FUNCTION dealsync.deal_updated();


CREATE FUNCTION dealsync.refuse_new_deal_key() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION 'deal % of portal % cannot become deal % of portal %: a managed deal keeps its key',
      OLD.deal_id, OLD.portal, NEW.deal_id, NEW.portal
    USING ERRCODE = 'integrity_constraint_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME,
          CONSTRAINT = TG_NAME,
          HINT = 'Insert the links under the right deal, then delete the wrong deal.';
END
$$;
COMMENT ON FUNCTION dealsync.refuse_new_deal_key() IS
  'Trigger: a managed deal keeps its key, because its links, history and journal go by it.';

CREATE TRIGGER deal_keeps_its_key BEFORE UPDATE OF portal, deal_id ON dealsync.deal
  FOR EACH ROW WHEN ((OLD.portal, OLD.deal_id) IS DISTINCT FROM (NEW.portal, NEW.deal_id))
  EXECUTE FUNCTION dealsync.refuse_new_deal_key();


CREATE FUNCTION dealsync.deal_deleted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET jit = off
AS $$
DECLARE
  this_edit  bigint;
  line_count bigint;
  portals    text[];
BEGIN
  PERFORM dealsync.require_table(TG_RELID, 'dealsync.deal');
  -- The same statement has put them back, and those have never been away.
  UPDATE dealsync.deal AS d SET mode = r.mode, policy = r.policy, note = r.note
  FROM removed AS r
  WHERE (d.portal, d.deal_id) = (r.portal, r.deal_id) AND d.mode = 'mirror' AND num_nulls(d.policy, d.note) = 2
    AND (r.mode <> 'mirror' OR num_nonnulls(r.policy, r.note) > 0);

  IF NOT EXISTS (
    SELECT FROM removed AS r
    WHERE NOT EXISTS (SELECT FROM dealsync.deal AS d WHERE (d.portal, d.deal_id) = (r.portal, r.deal_id))
  ) THEN
    RETURN NULL;
  END IF;
  this_edit := nextval('dealsync.edit_id');

  WITH line AS (
    INSERT INTO dealsync.deal_edit (portal, deal_id, edit_id, old_mode, old_policy, old_note)
    SELECT r.portal, r.deal_id, this_edit, r.mode, r.policy, r.note FROM removed AS r
    WHERE NOT EXISTS (SELECT FROM dealsync.deal AS d WHERE (d.portal, d.deal_id) = (r.portal, r.deal_id))
    RETURNING portal
  )
  SELECT count(*), array_agg(DISTINCT portal) INTO line_count, portals FROM line;
  PERFORM dealsync.record_edit(this_edit, 'deal', TG_OP, line_count, portals);

  IF coalesce(current_setting('dealsync.deals_taken_out', true), '') = '' THEN
    PERFORM set_config('dealsync.deals_taken_out', this_edit::text, true);
  END IF;
  IF dealsync.links_to_come() > 0 THEN
    PERFORM set_config('dealsync.removals_undecided',
                       concat_ws(',', nullif(current_setting('dealsync.removals_undecided', true), ''), this_edit), true);
  ELSE
    PERFORM dealsync.drop_links_of_gone_deals(ARRAY[this_edit]);
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION dealsync.deal_deleted() IS
  'Trigger: removes the desired links of deals that were taken out and did not come back in the same statement, and writes the history.';

CREATE TRIGGER deal_deleted AFTER DELETE ON dealsync.deal
  REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION dealsync.deal_deleted();


CREATE FUNCTION dealsync.deals_are_gone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' SET jit = off
AS $$
BEGIN
  PERFORM dealsync.require_table(TG_RELID, 'dealsync.edit');
  -- Those that came back have never been away, and the history says so.
  UPDATE dealsync.deal_edit AS line SET new_mode = d.mode, new_policy = d.policy
  FROM dealsync.deal AS d
  WHERE line.edit_id = NEW.edit_id AND line.new_mode IS NULL
    AND (d.portal, d.deal_id) = (line.portal, line.deal_id);

  PERFORM dealsync.drop_links_of_gone_deals(ARRAY[NEW.edit_id]);

  WITH gone AS (
    SELECT line.portal, line.deal_id FROM dealsync.deal_edit AS line
    WHERE line.edit_id = NEW.edit_id AND line.new_mode IS NULL
      AND NOT EXISTS (SELECT FROM dealsync.deal AS d WHERE (d.portal, d.deal_id) = (line.portal, line.deal_id))
  ), hold AS (
    DELETE FROM dealsync.hold AS hold USING gone WHERE (hold.portal, hold.deal_id) = (gone.portal, gone.deal_id)
  )
  DELETE FROM dealsync.failure_streak AS streak USING gone
  WHERE (streak.portal, streak.deal_id) = (gone.portal, gone.deal_id);
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION dealsync.deals_are_gone() IS
  'Trigger: at commit, removes the holds and failures of deals that were taken out, except those that came back, which have never been away.';

CREATE CONSTRAINT TRIGGER edit_has_taken_deals_out AFTER INSERT ON dealsync.edit
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.edited_table = 'deal' AND NEW.operation = 'delete')
  EXECUTE FUNCTION dealsync.deals_are_gone();


CREATE FUNCTION dealsync.delete_before_truncate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM dealsync.require_table(TG_RELID, 'dealsync.deal', 'dealsync.deal_contact');
  EXECUTE format('DELETE FROM %I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME);
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION dealsync.delete_before_truncate() IS
  'Trigger: a TRUNCATE of the desired side leaves the same marks and the same history as a DELETE.';

CREATE TRIGGER deal_truncated BEFORE TRUNCATE ON dealsync.deal
  FOR EACH STATEMENT EXECUTE FUNCTION dealsync.delete_before_truncate();
CREATE TRIGGER deal_contact_truncated BEFORE TRUNCATE ON dealsync.deal_contact
  FOR EACH STATEMENT EXECUTE FUNCTION dealsync.delete_before_truncate();



CREATE VIEW dealsync.edit_history AS
SELECT e.edit_id, e.made_at AS at, e.db_user, e.application_name, line.portal, line.deal_id, line.contact_id,
       CASE WHEN line.old_primary IS NULL THEN 'insert' WHEN line.new_primary IS NULL THEN 'delete' ELSE 'update' END AS op,
       line.old_sort, line.new_sort, line.old_primary, line.new_primary,
       NULL::text AS old_mode, NULL::text AS new_mode, NULL::text AS old_policy, NULL::text AS new_policy, e.txid, e.run_id
FROM dealsync.link_edit AS line JOIN dealsync.edit AS e USING (edit_id)
UNION ALL
SELECT e.edit_id, e.made_at, e.db_user, e.application_name, line.portal, line.deal_id, NULL,
       CASE WHEN line.old_mode IS NULL THEN 'insert' WHEN line.new_mode IS NULL THEN 'delete' ELSE 'update' END,
       NULL, NULL, NULL, NULL, line.old_mode, line.new_mode, line.old_policy, line.new_policy, e.txid, e.run_id
FROM dealsync.deal_edit AS line JOIN dealsync.edit AS e USING (edit_id);

COMMENT ON VIEW dealsync.edit_history IS
  'Who changed which desired link or managed deal, when, from what to what. Order by edit_id to read it as it happened.';
COMMENT ON COLUMN dealsync.edit_history.edit_id IS 'The edit''s number; one SQL statement is one edit of each table it changed.';
COMMENT ON COLUMN dealsync.edit_history.at IS 'When, by the database''s clock.';
COMMENT ON COLUMN dealsync.edit_history.db_user IS 'The database user that was logged in.';
COMMENT ON COLUMN dealsync.edit_history.application_name IS 'The program, as it named itself to PostgreSQL; anybody can use any name.';
COMMENT ON COLUMN dealsync.edit_history.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.edit_history.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.edit_history.contact_id IS 'The linked contact''s Bitrix24 id; empty when the line is about the deal itself.';
COMMENT ON COLUMN dealsync.edit_history.op IS 'What happened to the row: insert, update or delete.';
COMMENT ON COLUMN dealsync.edit_history.old_sort IS 'The wanted SORT before.';
COMMENT ON COLUMN dealsync.edit_history.new_sort IS 'The wanted SORT after.';
COMMENT ON COLUMN dealsync.edit_history.old_primary IS 'Whether the link was primary before.';
COMMENT ON COLUMN dealsync.edit_history.new_primary IS 'Whether the link is primary after.';
COMMENT ON COLUMN dealsync.edit_history.old_mode IS 'The deal''s mode before.';
COMMENT ON COLUMN dealsync.edit_history.new_mode IS 'The deal''s mode after.';
COMMENT ON COLUMN dealsync.edit_history.old_policy IS 'The deal''s own policy before.';
COMMENT ON COLUMN dealsync.edit_history.new_policy IS 'The deal''s own policy after.';
COMMENT ON COLUMN dealsync.edit_history.txid IS 'The transaction; lines with the same number were committed together.';
COMMENT ON COLUMN dealsync.edit_history.run_id IS
  'The run that did it: adopted from the portal, pulled or undone. Empty for what people did, whatever they called their program.';


-- Without settings of its own, and with the table's own row type, whose portal has the index's collation: so that a
-- condition on the deal reaches the index in every database.
CREATE FUNCTION dealsync.links_as_of(moment timestamptz)
  RETURNS SETOF dealsync.deal_contact LANGUAGE sql STABLE
AS $$
  SELECT last.portal, last.deal_id, last.contact_id, last.new_sort, last.new_primary
  FROM (
    SELECT DISTINCT ON (line.portal, line.deal_id, line.contact_id) line.*
    FROM dealsync.link_edit AS line JOIN dealsync.edit AS e USING (edit_id)
    WHERE e.made_at <= moment
    ORDER BY line.portal, line.deal_id, line.contact_id, line.edit_id DESC
  ) AS last
  WHERE last.new_primary IS NOT NULL
$$;
COMMENT ON FUNCTION dealsync.links_as_of(timestamptz) IS
  'The desired links as they were at a moment, put together from the edit history: SELECT * FROM dealsync.links_as_of(''2026-03-03''). The portal''s side: observed_links_as_of.';
