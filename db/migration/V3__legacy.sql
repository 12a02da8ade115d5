-- Moving in from another CRM: its files, its deal-contact links in its own ids, and what those ids are called in Bitrix24.


CREATE TABLE dealsync.legacy_file (
  file_id        integer          GENERATED ALWAYS AS IDENTITY,
  portal         text COLLATE "C" NOT NULL DEFAULT 'main',
  source         text COLLATE "C" NOT NULL,
  name           text             NOT NULL,
  format         text             NOT NULL DEFAULT 'sql',
  columns        text             NOT NULL DEFAULT '',
  charset        text             NOT NULL DEFAULT '',
  bytes          bigint           NOT NULL DEFAULT 0,
  sha256         text             NOT NULL DEFAULT '',
  state          text             NOT NULL DEFAULT 'complete',
  last_line      integer          NOT NULL DEFAULT 0,
  rows_read      bigint           NOT NULL DEFAULT 0,
  linked         bigint           NOT NULL DEFAULT 0,
  duplicates     bigint           NOT NULL DEFAULT 0,
  rejected       bigint           NOT NULL DEFAULT 0,
  skipped        bigint           NOT NULL DEFAULT 0,
  links          bigint           NOT NULL DEFAULT 0,
  imported_by    text             NOT NULL DEFAULT session_user,
  started_at     timestamptz      NOT NULL DEFAULT clock_timestamp(),
  finished_at    timestamptz,
  note           text,
  CONSTRAINT legacy_file_has_one_number         PRIMARY KEY (file_id),
  CONSTRAINT legacy_file_source_is_not_blank    CHECK (source <> ''),
  CONSTRAINT legacy_file_portal_is_a_lower_case_name CHECK (portal ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  CONSTRAINT legacy_file_state_is_loading_complete_or_superseded CHECK (state IN ('loading', 'complete', 'superseded')),
  CONSTRAINT legacy_file_rows_add_up
    CHECK (state = 'loading' OR rows_read = linked + duplicates + rejected + skipped)
);
CREATE TABLE dealsync.import_lock (
  portal      text COLLATE "C" NOT NULL,
  source      text COLLATE "C" NOT NULL,
  backend_pid integer          NOT NULL,
  db_user     text             NOT NULL DEFAULT session_user,
  lock_key    bigint           NOT NULL,
  since       timestamptz      NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT import_lock_is_one_per_source PRIMARY KEY (portal, source)
);

COMMENT ON TABLE dealsync.import_lock IS
  'Tells who is importing. A row counts as long as the session it names, of the database user it names, has the advisory lock it names; that lock dies with its session. Only who may write this table can keep others from importing.';
COMMENT ON COLUMN dealsync.import_lock.portal IS 'The portal''s name.';
COMMENT ON COLUMN dealsync.import_lock.source IS 'The other CRM.';
COMMENT ON COLUMN dealsync.import_lock.backend_pid IS 'The PostgreSQL session, as in pg_stat_activity.';
COMMENT ON COLUMN dealsync.import_lock.db_user IS 'The database user of that session.';
COMMENT ON COLUMN dealsync.import_lock.lock_key IS 'The key of the session''s advisory lock, drawn by chance each time.';
COMMENT ON COLUMN dealsync.import_lock.since IS 'Since when.';

CREATE UNIQUE INDEX legacy_file_is_imported_once ON dealsync.legacy_file (portal, source, sha256, format, columns) WHERE sha256 <> '';

COMMENT ON TABLE dealsync.legacy_file IS
  'The exports of another CRM that were imported, one row a file. Delete a row and its links go with it. Links that you bring in by SQL need a row here, too: INSERT INTO dealsync.legacy_file (source, name) VALUES (''old-crm'', ''by hand'') RETURNING file_id.';
COMMENT ON COLUMN dealsync.legacy_file.file_id IS 'The file''s number; what a later file says about a link replaces what an earlier one said.';
COMMENT ON COLUMN dealsync.legacy_file.portal IS 'The portal that its links move to.';
COMMENT ON COLUMN dealsync.legacy_file.source IS 'The other CRM, in a word of your own: salesforce, old-crm, …';
COMMENT ON COLUMN dealsync.legacy_file.name IS 'The file''s name, without its folder.';
COMMENT ON COLUMN dealsync.legacy_file.format IS 'How it was read: generic, salesforce, hubspot, suitecrm, pipedrive or amocrm; sql for links that came by SQL.';
COMMENT ON COLUMN dealsync.legacy_file.columns IS 'Which of its columns were read as what.';
COMMENT ON COLUMN dealsync.legacy_file.charset IS 'Its encoding.';
COMMENT ON COLUMN dealsync.legacy_file.bytes IS 'Its size.';
COMMENT ON COLUMN dealsync.legacy_file.sha256 IS 'The SHA-256 of its bytes, as sha256sum prints it; blank for links that came by SQL.';
COMMENT ON COLUMN dealsync.legacy_file.state IS
  'loading: not all of it is in, and none of it is used yet; importing the same file again goes on. complete: its links count. superseded: a later file took its place.';
COMMENT ON COLUMN dealsync.legacy_file.last_line IS 'The line on which the last row begins that is in.';
COMMENT ON COLUMN dealsync.legacy_file.rows_read IS 'How many rows were read: linked + duplicates + rejected + skipped.';
COMMENT ON COLUMN dealsync.legacy_file.linked IS 'How many rows became links.';
COMMENT ON COLUMN dealsync.legacy_file.duplicates IS 'How many rows said what an earlier row of the file had said.';
COMMENT ON COLUMN dealsync.legacy_file.rejected IS 'How many rows could not be understood or contradict an earlier row; legacy_leftover says why.';
COMMENT ON COLUMN dealsync.legacy_file.skipped IS 'How many rows are left out on purpose: deleted links, deals without contacts.';
COMMENT ON COLUMN dealsync.legacy_file.links IS 'How many links came from the linked rows; some formats have several in a row.';
COMMENT ON COLUMN dealsync.legacy_file.imported_by IS 'The database user who imported it.';
COMMENT ON COLUMN dealsync.legacy_file.started_at IS 'When the import began.';
COMMENT ON COLUMN dealsync.legacy_file.finished_at IS 'When all of it was in.';
COMMENT ON COLUMN dealsync.legacy_file.note IS 'Free text for people.';


-- No key and no foreign key, on purpose: a million rows arrive in a second, and an index would double that. An import
-- commits its rows together with how far it has come, and finds duplicates before it calls the file complete; whatever
-- reads the table goes through a whole file and takes each link once.

CREATE TABLE dealsync.legacy_link (
  file_id           integer          NOT NULL,
  line              integer          NOT NULL DEFAULT 1,
  legacy_deal_id    text COLLATE "C" NOT NULL,
  legacy_contact_id text COLLATE "C" NOT NULL,
  sort              integer,
  is_primary        boolean          NOT NULL DEFAULT false,
  role              text,
  skip_reason       text,
  CONSTRAINT legacy_link_ids_are_not_blank CHECK (legacy_deal_id <> '' AND legacy_contact_id <> '')
);

COMMENT ON TABLE dealsync.legacy_link IS
  'The deal-contact links of another CRM, in its own ids, as its files have them. They become desired links once both ids are resolved.';
COMMENT ON COLUMN dealsync.legacy_link.file_id IS 'The file, as in legacy_file.';
COMMENT ON COLUMN dealsync.legacy_link.line IS 'The line of the file on which its row begins.';
COMMENT ON COLUMN dealsync.legacy_link.legacy_deal_id IS 'The deal''s id there.';
COMMENT ON COLUMN dealsync.legacy_link.legacy_contact_id IS 'The contact''s id there.';
COMMENT ON COLUMN dealsync.legacy_link.sort IS 'The contact''s place in the deal; empty when the other CRM has no order, then the order of lines counts.';
COMMENT ON COLUMN dealsync.legacy_link.is_primary IS 'Whether it is the deal''s primary contact there.';
COMMENT ON COLUMN dealsync.legacy_link.role IS 'The contact''s role there; Bitrix24 links have none, so it stays here.';
COMMENT ON COLUMN dealsync.legacy_link.skip_reason IS 'Why the link is left out on purpose; empty when it shall move. May be set by hand.';


CREATE TABLE dealsync.legacy_leftover (
  file_id           integer          NOT NULL,
  line              integer          NOT NULL,
  legacy_deal_id    text COLLATE "C" NOT NULL DEFAULT '',
  legacy_contact_id text COLLATE "C" NOT NULL DEFAULT '',
  outcome           text             NOT NULL,
  reason            text             NOT NULL,
  came_again_in     integer,
  CONSTRAINT legacy_leftover_is_told_once PRIMARY KEY (file_id, line, legacy_contact_id),
  CONSTRAINT legacy_leftover_outcome_is_rejected_duplicate_or_skipped CHECK (outcome IN ('rejected', 'duplicate', 'skipped'))
);

COMMENT ON TABLE dealsync.legacy_leftover IS
  'The rows of imported files that did not become links, and why. A deal with a rejected row waits until the row comes again, corrected, or until you decide to do without: UPDATE dealsync.legacy_leftover SET outcome = ''skipped'', reason = ''a test deal'' WHERE …';
COMMENT ON COLUMN dealsync.legacy_leftover.file_id IS 'The file, as in legacy_file.';
COMMENT ON COLUMN dealsync.legacy_leftover.line IS 'The line on which the row begins.';
COMMENT ON COLUMN dealsync.legacy_leftover.legacy_deal_id IS 'The deal''s id there, as far as it could be read.';
COMMENT ON COLUMN dealsync.legacy_leftover.legacy_contact_id IS 'The contact''s id there, as far as it could be read.';
COMMENT ON COLUMN dealsync.legacy_leftover.outcome IS 'rejected, duplicate of an earlier row, or skipped on purpose.';
COMMENT ON COLUMN dealsync.legacy_leftover.reason IS 'Why, in a sentence.';
COMMENT ON COLUMN dealsync.legacy_leftover.came_again_in IS
  'The file of corrected rejects in which the row came again; what became of it there counts instead.';


CREATE FUNCTION dealsync.legacy_file_deleted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM dealsync.require_table(TG_RELID, 'dealsync.legacy_file');
  DELETE FROM dealsync.legacy_link     USING removed WHERE legacy_link.file_id = removed.file_id;
  DELETE FROM dealsync.legacy_leftover USING removed WHERE legacy_leftover.file_id = removed.file_id;
  UPDATE dealsync.legacy_leftover SET came_again_in = NULL FROM removed WHERE came_again_in = removed.file_id;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION dealsync.legacy_file_deleted() IS 'Trigger: the links and leftovers of a deleted file go with it, and what it corrected is open again.';

CREATE TRIGGER legacy_file_deleted AFTER DELETE ON dealsync.legacy_file
  REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION dealsync.legacy_file_deleted();


CREATE TABLE dealsync.legacy_deal (
  portal      text COLLATE "C" NOT NULL DEFAULT 'main',
  source      text COLLATE "C" NOT NULL,
  legacy_id   text COLLATE "C" NOT NULL,
  deal_id     bigint,
  problem     text,
  resolved_at timestamptz,
  moved_to    bigint,
  moved_links integer          NOT NULL DEFAULT 0,
  moved_at    timestamptz,
  note        text,
  CONSTRAINT legacy_deal_is_mapped_once       PRIMARY KEY (portal, source, legacy_id),
  CONSTRAINT legacy_deal_source_is_not_blank  CHECK (source <> ''),
  CONSTRAINT legacy_deal_id_is_not_blank      CHECK (legacy_id <> ''),
  CONSTRAINT legacy_deal_deal_id_is_positive  CHECK (deal_id > 0)
);

COMMENT ON TABLE dealsync.legacy_deal IS
  'The deals of another CRM and what they are called in Bitrix24. To map one by hand: UPDATE dealsync.legacy_deal SET deal_id = 1001 WHERE portal = ''main'' AND source = ''old-crm'' AND legacy_id = ''A-17''; then run dealsync resolve.';
COMMENT ON COLUMN dealsync.legacy_deal.portal IS 'The portal that it moves to; each portal has ids of its own.';
COMMENT ON COLUMN dealsync.legacy_deal.source IS 'The other CRM, in a word of your own: salesforce, old-crm, …';
COMMENT ON COLUMN dealsync.legacy_deal.legacy_id IS 'The deal''s id there.';
COMMENT ON COLUMN dealsync.legacy_deal.deal_id IS 'The deal''s Bitrix24 id; empty until it is resolved.';
COMMENT ON COLUMN dealsync.legacy_deal.problem IS 'Why it is not resolved: not found, found more than once, or two deals that would become one.';
COMMENT ON COLUMN dealsync.legacy_deal.resolved_at IS 'When the Bitrix24 id was found.';
COMMENT ON COLUMN dealsync.legacy_deal.moved_to IS 'The Bitrix24 deal whose desired links its links have become.';
COMMENT ON COLUMN dealsync.legacy_deal.moved_links IS 'How many of its legacy links have become desired links.';
COMMENT ON COLUMN dealsync.legacy_deal.moved_at IS
  'When the first of them did. What somebody takes out later stays out, unless moved_to is emptied.';
COMMENT ON COLUMN dealsync.legacy_deal.note IS 'Free text for people.';


CREATE TABLE dealsync.legacy_contact (
  portal      text COLLATE "C" NOT NULL DEFAULT 'main',
  source      text COLLATE "C" NOT NULL,
  legacy_id   text COLLATE "C" NOT NULL,
  contact_id  bigint,
  problem     text,
  resolved_at timestamptz,
  note        text,
  CONSTRAINT legacy_contact_is_mapped_once         PRIMARY KEY (portal, source, legacy_id),
  CONSTRAINT legacy_contact_source_is_not_blank    CHECK (source <> ''),
  CONSTRAINT legacy_contact_id_is_not_blank        CHECK (legacy_id <> ''),
  CONSTRAINT legacy_contact_contact_id_is_positive CHECK (contact_id > 0)
);

COMMENT ON TABLE dealsync.legacy_contact IS
  'The contacts of another CRM and what they are called in Bitrix24. Two of them may have become one contact there: their links to a deal become one link.';
COMMENT ON COLUMN dealsync.legacy_contact.portal IS 'The portal that it moves to; each portal has ids of its own.';
COMMENT ON COLUMN dealsync.legacy_contact.source IS 'The other CRM, in a word of your own.';
COMMENT ON COLUMN dealsync.legacy_contact.legacy_id IS 'The contact''s id there.';
COMMENT ON COLUMN dealsync.legacy_contact.contact_id IS 'The contact''s Bitrix24 id; empty until it is resolved.';
COMMENT ON COLUMN dealsync.legacy_contact.problem IS 'Why it is not resolved: not found, or found more than once.';
COMMENT ON COLUMN dealsync.legacy_contact.resolved_at IS 'When the Bitrix24 id was found.';
COMMENT ON COLUMN dealsync.legacy_contact.note IS 'Free text for people.';


CREATE VIEW dealsync.wanted_legacy_link AS
SELECT said.portal, said.source, said.legacy_deal_id, said.legacy_contact_id, said.sort, said.is_primary, said.file_id, said.line
FROM (
  SELECT DISTINCT ON (file.portal, file.source, link.legacy_deal_id, link.legacy_contact_id) file.portal, file.source, link.*
  FROM dealsync.legacy_link AS link JOIN dealsync.legacy_file AS file USING (file_id)
  WHERE file.state = 'complete'
  ORDER BY file.portal, file.source, link.legacy_deal_id, link.legacy_contact_id,
           link.file_id DESC, link.skip_reason IS NOT NULL, link.line
) AS said
WHERE said.skip_reason IS NULL;

COMMENT ON VIEW dealsync.wanted_legacy_link IS
  'The links that shall move to a portal, each once, as the latest complete file has them.';
COMMENT ON COLUMN dealsync.wanted_legacy_link.portal IS 'The portal that they move to.';
COMMENT ON COLUMN dealsync.wanted_legacy_link.source IS 'The other CRM.';
COMMENT ON COLUMN dealsync.wanted_legacy_link.legacy_deal_id IS 'The deal''s id there.';
COMMENT ON COLUMN dealsync.wanted_legacy_link.legacy_contact_id IS 'The contact''s id there.';
COMMENT ON COLUMN dealsync.wanted_legacy_link.sort IS 'The contact''s place in the deal, if it has one.';
COMMENT ON COLUMN dealsync.wanted_legacy_link.is_primary IS 'Whether it is the deal''s primary contact there.';
COMMENT ON COLUMN dealsync.wanted_legacy_link.file_id IS 'The file that says so.';
COMMENT ON COLUMN dealsync.wanted_legacy_link.line IS 'Its line there.';


CREATE VIEW dealsync.open_legacy_reject AS
SELECT file.portal, file.source, leftover.file_id, leftover.line, leftover.legacy_deal_id, leftover.legacy_contact_id, leftover.reason
FROM dealsync.legacy_leftover AS leftover JOIN dealsync.legacy_file AS file USING (file_id)
WHERE leftover.outcome = 'rejected' AND file.state = 'complete'
  AND NOT EXISTS (
    SELECT FROM dealsync.legacy_file AS again
    WHERE again.file_id = leftover.came_again_in AND again.state = 'complete')
  AND NOT EXISTS (
    SELECT FROM dealsync.legacy_link AS later JOIN dealsync.legacy_file AS later_file USING (file_id)
    WHERE later.legacy_deal_id = leftover.legacy_deal_id
      AND (later.legacy_contact_id = leftover.legacy_contact_id
           -- A row of these is a whole deal: another row of the deal says all of it again.
           OR leftover.legacy_contact_id = '' AND file.format IN ('hubspot', 'pipedrive', 'amocrm'))
      AND later.file_id > leftover.file_id
      AND (later_file.portal, later_file.source, later_file.state) = (file.portal, file.source, 'complete'));

COMMENT ON VIEW dealsync.open_legacy_reject IS
  'The rejected rows that did not come again yet: neither in a file of corrected rejects nor as a link of the same deal and contact in a later file. Their deals wait.';
COMMENT ON COLUMN dealsync.open_legacy_reject.portal IS 'The portal.';
COMMENT ON COLUMN dealsync.open_legacy_reject.source IS 'The other CRM.';
COMMENT ON COLUMN dealsync.open_legacy_reject.file_id IS 'The file.';
COMMENT ON COLUMN dealsync.open_legacy_reject.line IS 'The line on which the row begins.';
COMMENT ON COLUMN dealsync.open_legacy_reject.legacy_deal_id IS 'The deal''s id there, as far as it could be read.';
COMMENT ON COLUMN dealsync.open_legacy_reject.legacy_contact_id IS 'The contact''s id there, as far as it could be read.';
COMMENT ON COLUMN dealsync.open_legacy_reject.reason IS 'Why it was rejected.';


CREATE TABLE dealsync.moved_legacy_link (
  portal            text COLLATE "C" NOT NULL,
  source            text COLLATE "C" NOT NULL,
  deal_id           bigint           NOT NULL,
  contact_id        bigint           NOT NULL,
  legacy_deal_id    text COLLATE "C" NOT NULL,
  legacy_contact_id text COLLATE "C" NOT NULL,
  moved_at          timestamptz      NOT NULL DEFAULT clock_timestamp(),
  moved_in          bigint           NOT NULL DEFAULT txid_current(),
  withdrawn_in      bigint[]         NOT NULL DEFAULT '{}',
  CONSTRAINT moved_legacy_link_is_kept_once PRIMARY KEY (portal, source, deal_id, contact_id)
);

COMMENT ON TABLE dealsync.moved_legacy_link IS
  'The desired links that dealsync resolve has made of legacy links: only these leave again when a newer export does not have them any more. Links that people make are not among them.';
COMMENT ON COLUMN dealsync.moved_legacy_link.portal IS 'The portal.';
COMMENT ON COLUMN dealsync.moved_legacy_link.source IS 'The other CRM.';
COMMENT ON COLUMN dealsync.moved_legacy_link.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.moved_legacy_link.contact_id IS 'The contact''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.moved_legacy_link.legacy_deal_id IS 'The deal''s id there.';
COMMENT ON COLUMN dealsync.moved_legacy_link.legacy_contact_id IS 'The contact''s id there; one of them when several have become this contact.';
COMMENT ON COLUMN dealsync.moved_legacy_link.moved_at IS 'When it was moved last.';
COMMENT ON COLUMN dealsync.moved_legacy_link.moved_in IS 'The transaction that moved it last.';
COMMENT ON COLUMN dealsync.moved_legacy_link.withdrawn_in IS 'The transactions in which it was taken back because the export did not have it any more.';


CREATE VIEW dealsync.taken_out_legacy_link AS
SELECT deal.portal, deal.source, deal.legacy_id AS legacy_deal_id, deal.deal_id, gone.contact_id, max(edit.made_at) AS taken_out_at
FROM dealsync.legacy_deal AS deal
JOIN dealsync.link_edit AS gone USING (portal, deal_id)
JOIN dealsync.edit USING (edit_id)
WHERE deal.moved_to = deal.deal_id AND gone.new_primary IS NULL AND edit.made_at > deal.moved_at
  AND NOT EXISTS (SELECT FROM dealsync.moved_legacy_link AS withdrawn
                  WHERE (withdrawn.portal, withdrawn.source, withdrawn.deal_id, withdrawn.contact_id)
                      = (deal.portal, deal.source, gone.deal_id, gone.contact_id)
                    AND edit.txid = ANY (withdrawn.withdrawn_in))
  AND NOT EXISTS (SELECT FROM dealsync.deal_contact AS desired
                  WHERE (desired.portal, desired.deal_id, desired.contact_id) = (gone.portal, gone.deal_id, gone.contact_id))
GROUP BY 1, 2, 3, 4, 5;

COMMENT ON VIEW dealsync.taken_out_legacy_link IS
  'The desired links that somebody took out of a deal after its legacy links had moved: no later file brings them back. To let all links of a deal move again: UPDATE dealsync.legacy_deal SET moved_to = NULL, moved_at = NULL WHERE …';
COMMENT ON COLUMN dealsync.taken_out_legacy_link.portal IS 'The portal.';
COMMENT ON COLUMN dealsync.taken_out_legacy_link.source IS 'The other CRM.';
COMMENT ON COLUMN dealsync.taken_out_legacy_link.legacy_deal_id IS 'The deal''s id there.';
COMMENT ON COLUMN dealsync.taken_out_legacy_link.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.taken_out_legacy_link.contact_id IS 'The contact''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.taken_out_legacy_link.taken_out_at IS 'When it was taken out last.';


CREATE VIEW dealsync.left_out_legacy_link AS
SELECT skipped.portal, skipped.source, skipped.legacy_deal_id, skipped.legacy_contact_id, skipped.file_id
FROM (
  SELECT file.portal, file.source, link.legacy_deal_id, link.legacy_contact_id, max(link.file_id) AS file_id
  FROM dealsync.legacy_link AS link JOIN dealsync.legacy_file AS file USING (file_id)
  WHERE file.state = 'complete' AND link.skip_reason IS NOT NULL
  GROUP BY 1, 2, 3, 4
) AS skipped
WHERE NOT EXISTS (
  SELECT FROM dealsync.legacy_link AS wanted JOIN dealsync.legacy_file AS file USING (file_id)
  WHERE file.state = 'complete' AND wanted.skip_reason IS NULL AND wanted.file_id >= skipped.file_id
    AND (file.portal, file.source, wanted.legacy_deal_id, wanted.legacy_contact_id)
      = (skipped.portal, skipped.source, skipped.legacy_deal_id, skipped.legacy_contact_id));

COMMENT ON VIEW dealsync.left_out_legacy_link IS
  'The links that shall not move to a portal, each once, because the latest complete file that has them says so.';
COMMENT ON COLUMN dealsync.left_out_legacy_link.portal IS 'The portal.';
COMMENT ON COLUMN dealsync.left_out_legacy_link.source IS 'The other CRM.';
COMMENT ON COLUMN dealsync.left_out_legacy_link.legacy_deal_id IS 'The deal''s id there.';
COMMENT ON COLUMN dealsync.left_out_legacy_link.legacy_contact_id IS 'The contact''s id there.';
COMMENT ON COLUMN dealsync.left_out_legacy_link.file_id IS 'The file that says so.';


CREATE VIEW dealsync.surplus_legacy_link AS
SELECT moved.portal, moved.source, moved.legacy_deal_id, moved.legacy_contact_id, moved.deal_id, moved.contact_id,
       desired.contact_id IS NOT NULL AS is_desired,
       coalesce(seen.state = 'read' AND moved.contact_id = ANY (seen.contacts), false) AS on_portal,
       seen.read_at
FROM dealsync.moved_legacy_link AS moved
LEFT JOIN dealsync.deal_contact AS desired
  ON (desired.portal, desired.deal_id, desired.contact_id) = (moved.portal, moved.deal_id, moved.contact_id)
LEFT JOIN dealsync.observed_deal AS seen
  ON (seen.portal, seen.deal_id) = (moved.portal, moved.deal_id)
WHERE (desired.contact_id IS NOT NULL OR moved.contact_id = ANY (seen.contacts))
  AND NOT EXISTS (
    SELECT FROM dealsync.wanted_legacy_link AS wanted
    WHERE (wanted.portal, wanted.source, wanted.legacy_deal_id, wanted.legacy_contact_id)
        = (moved.portal, moved.source, moved.legacy_deal_id, moved.legacy_contact_id))
  AND NOT EXISTS (
    SELECT FROM dealsync.wanted_legacy_link AS wanted
    JOIN dealsync.legacy_deal AS deal
      ON (deal.portal, deal.source, deal.legacy_id) = (wanted.portal, wanted.source, wanted.legacy_deal_id)
    JOIN dealsync.legacy_contact AS contact
      ON (contact.portal, contact.source, contact.legacy_id) = (wanted.portal, wanted.source, wanted.legacy_contact_id)
    WHERE (wanted.portal, deal.deal_id, contact.contact_id) = (moved.portal, moved.deal_id, moved.contact_id))
  AND NOT EXISTS (
    SELECT FROM dealsync.link_edit AS made JOIN dealsync.edit USING (edit_id)
    WHERE (made.portal, made.deal_id, made.contact_id) = (moved.portal, moved.deal_id, moved.contact_id)
      AND made.old_primary IS NULL AND edit.made_at > moved.moved_at AND edit.txid <> moved.moved_in);

COMMENT ON VIEW dealsync.surplus_legacy_link IS
  'The links that dealsync resolve once moved, that no complete file wants any more, and that the desired side or the portal still has. The next dealsync resolve takes them out of the desired links. Links that somebody has made again since are not among them.';
COMMENT ON COLUMN dealsync.surplus_legacy_link.portal IS 'The portal.';
COMMENT ON COLUMN dealsync.surplus_legacy_link.source IS 'The other CRM.';
COMMENT ON COLUMN dealsync.surplus_legacy_link.legacy_deal_id IS 'The deal''s id there.';
COMMENT ON COLUMN dealsync.surplus_legacy_link.legacy_contact_id IS 'The contact''s id there.';
COMMENT ON COLUMN dealsync.surplus_legacy_link.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.surplus_legacy_link.contact_id IS 'The contact''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.surplus_legacy_link.is_desired IS 'Whether the desired side has it.';
COMMENT ON COLUMN dealsync.surplus_legacy_link.on_portal IS 'Whether the portal had it when it was last read.';
COMMENT ON COLUMN dealsync.surplus_legacy_link.read_at IS 'When the portal was last read for the deal.';


CREATE VIEW dealsync.unresolved_legacy_link AS
SELECT wanted.source, wanted.portal, 'deal' AS what, wanted.legacy_deal_id AS legacy_id,
       coalesce(mapping.problem, CASE WHEN mapping.source IS NULL THEN 'no row in legacy_deal' ELSE 'not resolved yet' END) AS reason,
       count(*) AS links
FROM dealsync.wanted_legacy_link AS wanted LEFT JOIN dealsync.legacy_deal AS mapping
  ON (mapping.portal, mapping.source, mapping.legacy_id) = (wanted.portal, wanted.source, wanted.legacy_deal_id)
WHERE mapping.deal_id IS NULL OR mapping.problem IS NOT NULL
GROUP BY 1, 2, 3, 4, 5
UNION ALL
SELECT wanted.source, wanted.portal, 'contact', wanted.legacy_contact_id,
       coalesce(mapping.problem, CASE WHEN mapping.source IS NULL THEN 'no row in legacy_contact' ELSE 'not resolved yet' END),
       count(*)
FROM dealsync.wanted_legacy_link AS wanted LEFT JOIN dealsync.legacy_contact AS mapping
  ON (mapping.portal, mapping.source, mapping.legacy_id) = (wanted.portal, wanted.source, wanted.legacy_contact_id)
WHERE mapping.contact_id IS NULL OR mapping.problem IS NOT NULL
GROUP BY 1, 2, 3, 4, 5;

COMMENT ON VIEW dealsync.unresolved_legacy_link IS
  'The ids of another CRM that have no Bitrix24 id yet, why, and how many links each of them blocks.';
COMMENT ON COLUMN dealsync.unresolved_legacy_link.source IS 'The other CRM.';
COMMENT ON COLUMN dealsync.unresolved_legacy_link.portal IS 'The portal that the links move to.';
COMMENT ON COLUMN dealsync.unresolved_legacy_link.what IS 'deal or contact.';
COMMENT ON COLUMN dealsync.unresolved_legacy_link.legacy_id IS 'The id there.';
COMMENT ON COLUMN dealsync.unresolved_legacy_link.reason IS 'Why it is not resolved.';
COMMENT ON COLUMN dealsync.unresolved_legacy_link.links IS 'How many links wait for it.';


CREATE VIEW dealsync.legacy_parity AS
SELECT file.file_id, file.portal, file.source, link.line, link.legacy_deal_id, link.legacy_contact_id,
       deal.deal_id, contact.contact_id, link.is_primary,
       CASE WHEN coalesce(link.skip_reason, left_out.source) IS NOT NULL THEN 'skipped'
            WHEN deal.problem IS NULL AND contact.problem IS NULL AND seen.state = 'read'
                 AND contact.contact_id = ANY (seen.contacts) THEN 'present'
            ELSE 'missing' END AS outcome,
       CASE WHEN link.skip_reason IS NOT NULL                             THEN link.skip_reason
            WHEN left_out.source IS NOT NULL                              THEN 'left out by a later file'
            WHEN deal.deal_id IS NULL OR deal.problem IS NOT NULL         THEN 'the deal is not resolved'
            WHEN contact.contact_id IS NULL OR contact.problem IS NOT NULL THEN 'the contact is not resolved'
            WHEN seen.state = 'missing'                                   THEN 'the portal does not have the deal any more'
            WHEN seen.state = 'denied'                                    THEN 'the portal does not show us the deal'
            WHEN contact.contact_id = ANY (seen.contacts)                 THEN ''
            WHEN desired.contact_id IS NULL AND deal.moved_to IS DISTINCT FROM deal.deal_id
                                                                          THEN 'the deal has not been moved yet'
            WHEN taken_out.contact_id IS NOT NULL                         THEN 'taken out of the desired links'
            WHEN desired.contact_id IS NULL                               THEN 'the link has not been moved yet'
            WHEN seen.deal_id IS NULL                                     THEN 'the portal has not been read yet'
            ELSE 'not on the portal yet' END AS reason,
       CASE WHEN coalesce(link.skip_reason, left_out.source) IS NOT NULL  THEN ''
            WHEN deal.deal_id IS NULL OR deal.problem IS NOT NULL         THEN coalesce(deal.problem, '')
            WHEN contact.contact_id IS NULL OR contact.problem IS NOT NULL THEN coalesce(contact.problem, '')
            WHEN seen.state = 'denied'                                    THEN seen.detail
            ELSE '' END AS detail,
       link.is_primary AND coalesce(contact.contact_id = ANY (seen.primaries), false) AS primary_kept,
       seen.read_at
FROM dealsync.legacy_link AS link
JOIN dealsync.legacy_file AS file USING (file_id)
LEFT JOIN dealsync.legacy_deal AS deal
  ON (deal.portal, deal.source, deal.legacy_id) = (file.portal, file.source, link.legacy_deal_id)
LEFT JOIN dealsync.legacy_contact AS contact
  ON (contact.portal, contact.source, contact.legacy_id) = (file.portal, file.source, link.legacy_contact_id)
LEFT JOIN dealsync.observed_deal AS seen
  ON (seen.portal, seen.deal_id) = (file.portal, deal.deal_id)
LEFT JOIN dealsync.deal_contact AS desired
  ON (desired.portal, desired.deal_id, desired.contact_id) = (file.portal, deal.deal_id, contact.contact_id)
LEFT JOIN dealsync.taken_out_legacy_link AS taken_out
  ON (taken_out.portal, taken_out.source, taken_out.legacy_deal_id, taken_out.contact_id)
   = (file.portal, file.source, link.legacy_deal_id, contact.contact_id)
LEFT JOIN dealsync.left_out_legacy_link AS left_out
  ON (left_out.portal, left_out.source, left_out.legacy_deal_id, left_out.legacy_contact_id)
   = (file.portal, file.source, link.legacy_deal_id, link.legacy_contact_id)
WHERE file.state = 'complete'
UNION ALL
SELECT file.file_id, file.portal, file.source, leftover.line, leftover.legacy_deal_id, leftover.legacy_contact_id,
       NULL, NULL, false,
       CASE WHEN open.line IS NULL THEN 'skipped' ELSE 'missing' END,
       CASE WHEN open.line IS NOT NULL            THEN 'the row was rejected'
            WHEN again.file_id IS NOT NULL        THEN 'came again in file ' || again.file_id
            WHEN leftover.outcome = 'rejected'    THEN 'came again in a later file'
            ELSE leftover.reason END,
       CASE WHEN leftover.outcome = 'rejected' THEN leftover.reason ELSE '' END,
       false, NULL
FROM dealsync.legacy_leftover AS leftover
JOIN dealsync.legacy_file AS file USING (file_id)
LEFT JOIN dealsync.open_legacy_reject AS open
  ON (open.file_id, open.line, open.legacy_contact_id) = (leftover.file_id, leftover.line, leftover.legacy_contact_id)
LEFT JOIN dealsync.legacy_file AS again
  ON leftover.outcome = 'rejected' AND (again.file_id, again.state) = (leftover.came_again_in, 'complete')
WHERE file.state = 'complete' AND leftover.outcome <> 'duplicate';

COMMENT ON VIEW dealsync.legacy_parity IS
  'Each link of each complete file beside what the portal last answered: present, skipped on purpose, or missing with the reason. Rejected rows are missing until they come again.';
COMMENT ON COLUMN dealsync.legacy_parity.file_id IS 'The file.';
COMMENT ON COLUMN dealsync.legacy_parity.portal IS 'The portal.';
COMMENT ON COLUMN dealsync.legacy_parity.source IS 'The other CRM.';
COMMENT ON COLUMN dealsync.legacy_parity.line IS 'The line of the file on which its row begins.';
COMMENT ON COLUMN dealsync.legacy_parity.legacy_deal_id IS 'The deal''s id there.';
COMMENT ON COLUMN dealsync.legacy_parity.legacy_contact_id IS 'The contact''s id there; blank when the row has none, or several.';
COMMENT ON COLUMN dealsync.legacy_parity.deal_id IS 'The deal''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.legacy_parity.contact_id IS 'The contact''s Bitrix24 id.';
COMMENT ON COLUMN dealsync.legacy_parity.is_primary IS 'Whether it is the deal''s primary contact there.';
COMMENT ON COLUMN dealsync.legacy_parity.outcome IS 'present, skipped or missing.';
COMMENT ON COLUMN dealsync.legacy_parity.reason IS 'Why it is skipped or missing; blank when present.';
COMMENT ON COLUMN dealsync.legacy_parity.detail IS 'What exactly is the matter.';
COMMENT ON COLUMN dealsync.legacy_parity.primary_kept IS 'Whether it is primary there and on the portal.';
COMMENT ON COLUMN dealsync.legacy_parity.read_at IS 'When the portal was read for the deal.';
