-- Mapping tables for moving in from another CRM: its ids beside Bitrix24 ids, and its links.


CREATE TABLE dealsync.legacy_deal (
  source      text COLLATE "C" NOT NULL,
  legacy_id   text COLLATE "C" NOT NULL,
  portal      text COLLATE "C" NOT NULL DEFAULT 'main',
  deal_id     bigint,
  problem     text,
  resolved_at timestamptz,
  note        text,
  CONSTRAINT legacy_deal_is_mapped_once       PRIMARY KEY (source, legacy_id),
  CONSTRAINT legacy_deal_source_is_not_blank  CHECK (source <> ''),
  CONSTRAINT legacy_deal_id_is_not_blank      CHECK (legacy_id <> ''),
  CONSTRAINT legacy_deal_deal_id_is_positive  CHECK (deal_id > 0)
);

COMMENT ON TABLE dealsync.legacy_deal IS 'The deals of another CRM and what they are called in Bitrix24.';
COMMENT ON COLUMN dealsync.legacy_deal.source IS 'The other CRM, in a word of your own: salesforce, old-crm, …';
COMMENT ON COLUMN dealsync.legacy_deal.legacy_id IS 'The deal''s id there.';
COMMENT ON COLUMN dealsync.legacy_deal.portal IS 'The portal that it moves to.';
COMMENT ON COLUMN dealsync.legacy_deal.deal_id IS 'The deal''s Bitrix24 id; empty until it is resolved.';
COMMENT ON COLUMN dealsync.legacy_deal.problem IS 'Why it could not be resolved: not found, or found more than once.';
COMMENT ON COLUMN dealsync.legacy_deal.resolved_at IS 'When the Bitrix24 id was found.';
COMMENT ON COLUMN dealsync.legacy_deal.note IS 'Free text for people.';


CREATE TABLE dealsync.legacy_contact (
  source      text COLLATE "C" NOT NULL,
  legacy_id   text COLLATE "C" NOT NULL,
  portal      text COLLATE "C" NOT NULL DEFAULT 'main',
  contact_id  bigint,
  problem     text,
  resolved_at timestamptz,
  note        text,
  CONSTRAINT legacy_contact_is_mapped_once         PRIMARY KEY (source, legacy_id),
  CONSTRAINT legacy_contact_source_is_not_blank    CHECK (source <> ''),
  CONSTRAINT legacy_contact_id_is_not_blank        CHECK (legacy_id <> ''),
  CONSTRAINT legacy_contact_contact_id_is_positive CHECK (contact_id > 0)
);

COMMENT ON TABLE dealsync.legacy_contact IS 'The contacts of another CRM and what they are called in Bitrix24.';
COMMENT ON COLUMN dealsync.legacy_contact.source IS 'The other CRM, in a word of your own.';
COMMENT ON COLUMN dealsync.legacy_contact.legacy_id IS 'The contact''s id there.';
COMMENT ON COLUMN dealsync.legacy_contact.portal IS 'The portal that it moves to.';
COMMENT ON COLUMN dealsync.legacy_contact.contact_id IS 'The contact''s Bitrix24 id; empty until it is resolved.';
COMMENT ON COLUMN dealsync.legacy_contact.problem IS 'Why it could not be resolved: not found, or found more than once.';
COMMENT ON COLUMN dealsync.legacy_contact.resolved_at IS 'When the Bitrix24 id was found.';
COMMENT ON COLUMN dealsync.legacy_contact.note IS 'Free text for people.';


CREATE TABLE dealsync.legacy_link (
  source            text COLLATE "C" NOT NULL,
  legacy_deal_id    text COLLATE "C" NOT NULL,
  legacy_contact_id text COLLATE "C" NOT NULL,
  portal            text COLLATE "C" NOT NULL DEFAULT 'main',
  sort              integer,
  is_primary        boolean          NOT NULL DEFAULT false,
  role              text,
  skip_reason       text,
  imported_at       timestamptz      NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT legacy_link_is_linked_once              PRIMARY KEY (source, legacy_deal_id, legacy_contact_id),
  CONSTRAINT legacy_link_source_is_not_blank         CHECK (source <> ''),
  CONSTRAINT legacy_link_deal_id_is_not_blank        CHECK (legacy_deal_id <> ''),
  CONSTRAINT legacy_link_contact_id_is_not_blank     CHECK (legacy_contact_id <> ''),
  CONSTRAINT legacy_link_sort_is_at_least_1          CHECK (sort >= 1),
  CONSTRAINT legacy_link_at_most_one_primary_per_deal
    EXCLUDE USING btree (source WITH =, legacy_deal_id WITH =) WHERE (is_primary AND skip_reason IS NULL)
    DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX legacy_link_by_contact ON dealsync.legacy_link (source, legacy_contact_id);

COMMENT ON TABLE dealsync.legacy_link IS
  'The deal-contact links of another CRM, in its own ids. They become desired links once both ids are resolved.';
COMMENT ON COLUMN dealsync.legacy_link.source IS 'The other CRM, in a word of your own.';
COMMENT ON COLUMN dealsync.legacy_link.legacy_deal_id IS 'The deal''s id there.';
COMMENT ON COLUMN dealsync.legacy_link.legacy_contact_id IS 'The contact''s id there.';
COMMENT ON COLUMN dealsync.legacy_link.portal IS 'The portal that it moves to.';
COMMENT ON COLUMN dealsync.legacy_link.sort IS 'The contact''s place in the deal, at least 1; empty when the other CRM has no order.';
COMMENT ON COLUMN dealsync.legacy_link.is_primary IS 'Whether it is the deal''s primary contact there.';
COMMENT ON COLUMN dealsync.legacy_link.role IS 'The contact''s role there; Bitrix24 links have none, so it stays here.';
COMMENT ON COLUMN dealsync.legacy_link.skip_reason IS 'Why the link is left out on purpose; empty when it shall move.';
COMMENT ON COLUMN dealsync.legacy_link.imported_at IS 'When it came in.';
COMMENT ON CONSTRAINT legacy_link_at_most_one_primary_per_deal ON dealsync.legacy_link IS
  'A deal has at most one primary contact. Checked at commit.';


CREATE VIEW dealsync.unresolved_legacy_link AS
WITH wanted AS (
  SELECT source, portal, legacy_deal_id, legacy_contact_id FROM dealsync.legacy_link WHERE skip_reason IS NULL
)
SELECT wanted.source, wanted.portal, 'deal' AS what, wanted.legacy_deal_id AS legacy_id,
       coalesce(mapping.problem, CASE WHEN mapping.source IS NULL THEN 'no row in legacy_deal' ELSE 'not resolved yet' END) AS reason,
       count(*) AS links
FROM wanted LEFT JOIN dealsync.legacy_deal AS mapping
  ON mapping.source = wanted.source AND mapping.legacy_id = wanted.legacy_deal_id
WHERE mapping.deal_id IS NULL
GROUP BY 1, 2, 3, 4, 5
UNION ALL
SELECT wanted.source, wanted.portal, 'contact', wanted.legacy_contact_id,
       coalesce(mapping.problem, CASE WHEN mapping.source IS NULL THEN 'no row in legacy_contact' ELSE 'not resolved yet' END),
       count(*)
FROM wanted LEFT JOIN dealsync.legacy_contact AS mapping
  ON mapping.source = wanted.source AND mapping.legacy_id = wanted.legacy_contact_id
WHERE mapping.contact_id IS NULL
GROUP BY 1, 2, 3, 4, 5;

COMMENT ON VIEW dealsync.unresolved_legacy_link IS
  'The ids of another CRM that have no Bitrix24 id yet, why, and how many links each of them blocks.';
COMMENT ON COLUMN dealsync.unresolved_legacy_link.source IS 'The other CRM.';
COMMENT ON COLUMN dealsync.unresolved_legacy_link.portal IS 'The portal that the links move to.';
COMMENT ON COLUMN dealsync.unresolved_legacy_link.what IS 'deal or contact.';
COMMENT ON COLUMN dealsync.unresolved_legacy_link.legacy_id IS 'The id there.';
COMMENT ON COLUMN dealsync.unresolved_legacy_link.reason IS 'Why it is not resolved.';
COMMENT ON COLUMN dealsync.unresolved_legacy_link.links IS 'How many links wait for it.';
