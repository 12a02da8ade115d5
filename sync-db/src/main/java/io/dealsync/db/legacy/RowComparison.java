package io.dealsync.db.legacy;

/**
 * Compares the rows of a file with each other: rows that say the same become one link, rows that
 * contradict an earlier one are rejected. The first row of a link, and a deal's first primary
 * contact, stand.
 */
final class RowComparison {

  private final LegacySession session;
  private final ImportTables tables;
  private final int file;

  RowComparison(LegacySession session, ImportTables tables, int file) {
    this.session = session;
    this.tables = tables;
    this.file = file;
  }

  /** Takes surplus and contradictory rows out of the links. */
  Findings run(DuplicateCandidates suspects) {
    if (suspects.none()) {
      return Findings.NONE;
    }
    session.forWholeTables();
    gather(suspects);
    rejectContradictions();
    boolean united = uniteRoles() > 0;
    rejectSecondPrimaries();
    rejectWholeRows();
    findDuplicates();
    Findings findings = findings();
    if (united) {
      promote();
    }
    if (findings.links() > 0) {
      takeOut();
    }
    return findings;
  }

  private void gather(DuplicateCandidates suspects) {
    session.execute("CREATE TEMP TABLE suspect_deal (deal text COLLATE \"C\") ON COMMIT DROP");
    if (!suspects.everybody()) {
      CopyText copy = session.copyIn("COPY suspect_deal FROM STDIN");
      for (String deal : suspects.deals()) {
        copy.text(deal).endRow();
      }
      copy.end();
    }
    session.execute(
        tables.in(
            """
            CREATE TEMP TABLE suspect ON COMMIT DROP AS
            SELECT line, legacy_deal_id AS deal, legacy_contact_id AS contact, sort, is_primary,
                   coalesce(role, '') AS role, '' AS outcome, '' AS reason
            FROM %s.legacy_link
            WHERE file_id = ? AND skip_reason IS NULL
              AND (? OR legacy_deal_id IN (SELECT deal FROM suspect_deal))\
            """),
        file,
        suspects.everybody());
    session.execute("ANALYZE suspect");
  }

  private void rejectContradictions() {
    session.execute(
        """
        UPDATE suspect AS later SET outcome = 'rejected', reason = format(
          'contact %s of deal %s is on line %s already, there %s, here %s', later.contact, later.deal, first.line,
          CASE WHEN later.sort <> first.sort THEN format('with sort %s', first.sort)
               WHEN first.is_primary THEN 'as primary' ELSE 'as not primary' END,
          CASE WHEN later.sort <> first.sort THEN format('with sort %s', later.sort)
               WHEN later.is_primary THEN 'as primary' ELSE 'as not primary' END)
        FROM (SELECT DISTINCT ON (deal, contact) * FROM suspect ORDER BY deal, contact, line) AS first
        WHERE (later.deal, later.contact) = (first.deal, first.contact) AND later.line <> first.line
          AND (later.sort <> first.sort OR later.is_primary <> first.is_primary AND later.role = first.role)\
        """);
  }

  /** A contact may have several roles in a deal, and be primary in one of them. */
  private int uniteRoles() {
    return session.execute(
        """
        UPDATE suspect AS link SET is_primary = true
        FROM (SELECT DISTINCT deal, contact FROM suspect WHERE is_primary AND outcome = '') AS main
        WHERE (link.deal, link.contact) = (main.deal, main.contact) AND NOT link.is_primary AND link.outcome = ''\
        """);
  }

  private void rejectSecondPrimaries() {
    session.execute(
        """
        UPDATE suspect AS second SET outcome = 'rejected', reason = format(
          'deal %s has the primary contact %s on line %s already; a deal has one', second.deal, first.contact, first.line)
        FROM (SELECT DISTINCT ON (deal) * FROM suspect WHERE is_primary AND outcome = '' ORDER BY deal, line) AS first
        WHERE second.deal = first.deal AND second.contact <> first.contact
          AND second.is_primary AND second.outcome = ''\
        """);
  }

  /** A row with several links is understood as a whole or not at all. */
  private void rejectWholeRows() {
    session.execute(
        """
        UPDATE suspect AS other SET outcome = 'rejected', reason = wrong.reason
        FROM (SELECT DISTINCT ON (line) line, reason FROM suspect WHERE outcome = 'rejected' ORDER BY line, reason) AS wrong
        WHERE other.line = wrong.line AND other.outcome = ''\
        """);
  }

  private void findDuplicates() {
    session.execute(
        """
        UPDATE suspect AS later SET outcome = 'duplicate', reason = format('the same link as on line %s', first.line)
        FROM (SELECT DISTINCT ON (deal, contact) * FROM suspect WHERE outcome = '' ORDER BY deal, contact, line) AS first
        WHERE (later.deal, later.contact) = (first.deal, first.contact) AND later.line <> first.line
          AND later.outcome = ''\
        """);
  }

  private Findings findings() {
    return session.one(
        """
        SELECT count(*) FILTER (WHERE duplicate) AS duplicates, count(*) FILTER (WHERE rejected) AS rejected,
               coalesce(sum(links), 0) AS links
        FROM (SELECT bool_or(outcome = 'rejected') AS rejected, bool_and(outcome = 'duplicate') AS duplicate,
                     count(*) FILTER (WHERE outcome <> '') AS links
              FROM suspect GROUP BY line) AS row\
        """,
        row ->
            new Findings(row.getLong("duplicates"), row.getLong("rejected"), row.getLong("links")));
  }

  private void promote() {
    session.execute(
        tables.in(
            """
            UPDATE %s.legacy_link AS link SET is_primary = true FROM suspect
            WHERE link.file_id = ? AND (link.line, link.legacy_contact_id) = (suspect.line, suspect.contact)
              AND link.skip_reason IS NULL AND NOT link.is_primary
              AND suspect.is_primary AND suspect.outcome = ''\
            """),
        file);
  }

  private void takeOut() {
    session.execute(
        tables.in(
            """
            DELETE FROM %s.legacy_link AS link USING suspect
            WHERE link.file_id = ? AND (link.line, link.legacy_contact_id) = (suspect.line, suspect.contact)
              AND link.skip_reason IS NULL AND suspect.outcome <> ''\
            """),
        file);
    session.execute(
        tables.in(
            """
            INSERT INTO %s.legacy_leftover (file_id, line, legacy_deal_id, legacy_contact_id, outcome, reason)
            SELECT ?, line, deal, contact, outcome, reason FROM suspect WHERE outcome <> ''\
            """),
        file);
  }
}
