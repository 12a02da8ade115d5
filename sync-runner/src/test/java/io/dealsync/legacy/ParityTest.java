package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dealsync.db.legacy.FileParity;
import io.dealsync.db.legacy.LegacyParity;
import io.dealsync.db.legacy.LinkTally;
import io.dealsync.db.legacy.MissingLink;
import io.dealsync.db.legacy.ParityReport;
import io.dealsync.db.legacy.ReasonCount;
import io.dealsync.db.legacy.SurplusLink;
import io.dealsync.guard.Limits;
import io.dealsync.legacy.ImportRequest.Wish;
import io.dealsync.run.StopSignal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ParityTest {

  @RegisterExtension final LegacyDatabase database = new LegacyDatabase();

  @TempDir Path folder;
  private Exports exports;

  @BeforeEach
  void prepare() {
    exports = new Exports(folder);
  }

  @Test
  void links_that_the_portal_has_are_present_and_the_checksums_are_those_of_the_file()
      throws Exception {
    imported("deal,contact,primary\nD2,C1,N\nD1,C1,Y\nD1,C2,N\n");
    mapped("D1", 101, "D2", 102);
    contacts("C1", 11, "C2", 12);
    moved();
    observed(101, "{11,12}", "{11}");
    observed(102, "{11}", "{11}");

    ParityReport report = report();

    FileParity file = report.files().get(0);
    assertThat(report.proven()).isTrue();
    assertThat(file.links()).isEqualTo(new LinkTally(3, 3, 0, 0));
    assertThat(file.deals()).isEqualTo(2);
    assertThat(file.wholeDeals()).isEqualTo(2);
    assertThat(file.primaries()).isEqualTo(1);
    assertThat(file.primariesKept()).isEqualTo(1);
    assertThat(file.expected()).isEqualTo(sha256("D1\tC1\nD1\tC2\nD2\tC1\n"));
    assertThat(file.found()).isEqualTo(file.expected());
    assertThat(page(report)).contains("Every link of 1 imported file is on the portal");
  }

  @Test
  void a_stale_link_on_the_portal_is_surplus_and_the_report_is_not_content() throws Exception {
    imported("deal,contact\nD1,C1\nD1,C2\n");
    mapped("D1", 101);
    contacts("C1", 11, "C2", 12);
    moved();
    observed(101, "{11,12,99}", "{11}");
    superseding("deal,contact\nD1,C1\n");

    ParityReport report = report();

    FileParity file = report.files().get(0);
    assertThat(report.proven()).isFalse();
    assertThat(file.surplusLinks()).containsExactly(new SurplusLink("D1", "C2", 101, 12, true));
    assertThat(file.expected()).isEqualTo(sha256("D1\tC1\n"));
    assertThat(file.found()).isEqualTo(sha256("D1\tC1\nD1\tC2\n"));
    assertThat(page(report)).contains("1 link is still there that the newer export does not have");

    moved();
    assertThat(report().files().get(0).surplusLinks())
        .containsExactly(new SurplusLink("D1", "C2", 101, 12, false));
    database.execute("UPDATE dealsync.observed_deal SET contacts = '{11,99}', sorts = '{10,20}'");
    assertThat(report().proven()).isTrue();
  }

  @Test
  void each_missing_link_has_its_reason_and_the_counts_add_up() {
    imported(
        """
        deal,contact,primary
        D1,C1,Y
        D1,C2,N
        D2,C1,N
        D3,C1,N
        D4,C1,N
        D5,C1,N
        D6,C3,N
        D7,C1,perhaps
        """);
    mapped("D1", 101, "D3", 103, "D4", 104, "D5", 105, "D6", 106);
    contacts("C1", 11, "C2", 12);
    database.execute(
        "UPDATE dealsync.legacy_deal SET problem = 'not found: x' WHERE legacy_id = 'D2'");
    moved();
    observed(101, "{12}", "{12}");
    database.execute(
        "INSERT INTO dealsync.observed_deal (portal, deal_id, state, read_at) VALUES ('main', 103,"
            + " 'missing', now())",
        "INSERT INTO dealsync.observed_deal (portal, deal_id, state, detail, read_at) VALUES"
            + " ('main', 104, 'denied', 'Access denied!', now())",
        "DELETE FROM dealsync.deal_contact WHERE deal_id = 105",
        "UPDATE dealsync.legacy_link SET skip_reason = 'a test deal' WHERE line = 3");

    ParityReport report = report();

    FileParity file = report.files().get(0);
    assertThat(report.proven()).isFalse();
    assertThat(file.links()).isEqualTo(new LinkTally(8, 0, 1, 7));
    assertThat(file.reasons())
        .containsExactlyInAnyOrder(
            new ReasonCount("skipped", "a test deal", 1),
            new ReasonCount("missing", "not on the portal yet", 1),
            new ReasonCount("missing", "the deal is not resolved", 1),
            new ReasonCount("missing", "the portal does not have the deal any more", 1),
            new ReasonCount("missing", "the portal does not show us the deal", 1),
            new ReasonCount("missing", "taken out of the desired links", 1),
            new ReasonCount("missing", "the contact is not resolved", 1),
            new ReasonCount("missing", "the row was rejected", 1));
    assertThat(file.missing())
        .extracting(MissingLink::line, MissingLink::detail)
        .contains(
            tuple(4, "not found: x"),
            tuple(6, "Access denied!"),
            tuple(9, "primary 'perhaps' is neither yes nor no"));
    assertThat(file.found()).isNotEqualTo(file.expected());
    assertThat(page(report)).containsPattern("7 of \\d+ links are missing").contains("a test deal");
  }

  @Test
  void links_that_were_never_moved_or_read_are_missing() {
    imported("deal,contact\nD1,C1\nD2,C1\n");
    mapped("D1", 101, "D2", 102);
    contacts("C1", 11);
    assertThat(report().files().get(0).reasons())
        .containsExactly(new ReasonCount("missing", "the deal has not been moved yet", 2));
    moved();
    assertThat(report().files().get(0).reasons())
        .containsExactly(new ReasonCount("missing", "the portal has not been read yet", 2));
  }

  @Test
  void a_link_that_a_later_file_leaves_out_is_skipped_in_the_earlier_one_too() {
    String header = "OpportunityId,ContactId,IsPrimary,IsDeleted\n";
    String link = "0065g00000TqLmBAAV,0035g00001XyZaQAAV,false,";
    imported(header + link + "false\n");
    imported(header + link + "true\n");
    assertThat(report().files().get(0).reasons())
        .containsExactly(new ReasonCount("skipped", "left out by a later file", 1));
    assertThat(report().proven()).isTrue();

    imported(header + link + "0\n");
    assertThat(report().files().get(0).reasons())
        .containsExactly(new ReasonCount("missing", "the deal is not resolved", 1));
  }

  @Test
  void a_link_that_did_not_move_with_the_rest_of_its_deal_is_not_called_taken_out() {
    imported("deal,contact\nD1,C1\nD1,C2\n");
    mapped("D1", 101);
    contacts("C1", 11);
    moved(true);
    contacts("C2", 12);
    assertThat(report().files().get(0).reasons())
        .containsExactlyInAnyOrder(
            new ReasonCount("missing", "the portal has not been read yet", 1),
            new ReasonCount("missing", "the link has not been moved yet", 1));
  }

  @Test
  void a_rejected_row_is_missing_until_a_later_file_has_its_link() {
    imported("deal,contact,primary\nD1,C1,perhaps\n");
    assertThat(report().files().get(0).reasons())
        .containsExactly(new ReasonCount("missing", "the row was rejected", 1));
    imported("deal,contact,primary\nD1,C1,yes\n");
    assertThat(report().files().get(0).reasons())
        .containsExactly(new ReasonCount("skipped", "came again in a later file", 1));
  }

  @Test
  void files_that_are_not_complete_are_named_and_not_compared() {
    database.execute(
        "INSERT INTO dealsync.legacy_file (source, name, state) VALUES ('old', 'half.csv',"
            + " 'loading')");
    ParityReport report = report();
    assertThat(report.files()).isEmpty();
    assertThat(report.proven()).isFalse();
    assertThat(page(report)).contains("half.csv").contains("its import is not complete");
  }

  @Test
  void the_page_needs_nothing_else_and_escapes_what_comes_from_files() {
    imported("deal,contact\n<b>D&1</b>,\"C\"\"1\"\n");
    String page = page(report());
    assertThat(page)
        .contains("&lt;b&gt;D&amp;1&lt;/b&gt;")
        .contains("C&quot;1")
        .doesNotContain("<b>D")
        .doesNotContain("http")
        .doesNotContain("<script")
        .doesNotContain("<link")
        .contains("Signature");
  }

  @Test
  void missing_links_beyond_the_list_are_counted() {
    imported("deal,contact\nD1,C1\nD1,C2\nD1,C3\n");
    ParityReport report = LegacyParity.read(database.source(), "main", Optional.empty(), 2);
    assertThat(report.files().get(0).missing()).hasSize(2);
    assertThat(report.missing()).isEqualTo(3);
    assertThat(page(report)).contains("The first 2 of 3.");
  }

  private void imported(String text) {
    new LegacyImport(database.source(), ImportProgress.NONE, StopSignal.NEVER)
        .run(ImportRequest.of(exports.text("links.csv", text), "main"));
  }

  private void superseding(String text) {
    new LegacyImport(database.source(), ImportProgress.NONE, StopSignal.NEVER)
        .run(ImportRequest.of(exports.text("links.csv", text), "main").with(Wish.SUPERSEDE));
  }

  private void mapped(Object... idsAndDeals) {
    insert("legacy_deal", "deal_id", idsAndDeals);
  }

  private void contacts(Object... idsAndContacts) {
    insert("legacy_contact", "contact_id", idsAndContacts);
  }

  private void insert(String table, String column, Object... values) {
    for (int at = 0; at < values.length; at += 2) {
      database.execute(
          """
          INSERT INTO dealsync.%1$s (source, legacy_id, %2$s) VALUES ('generic', '%3$s', %4$s)
          ON CONFLICT (portal, source, legacy_id) DO UPDATE SET %2$s = excluded.%2$s\
          """
              .formatted(table, column, values[at], values[at + 1]));
    }
    database.execute(
        """
        INSERT INTO dealsync.legacy_deal (source, legacy_id)
        SELECT DISTINCT 'generic', legacy_deal_id FROM dealsync.legacy_link ON CONFLICT DO NOTHING\
        """);
  }

  private void moved() {
    moved(false);
  }

  private void moved(boolean partial) {
    new Resolver(
            database.source(),
            () -> {
              throw new AssertionError("the portal is not needed");
            },
            ResolveProgress.NONE,
            StopSignal.NEVER)
        .run(
            new ResolveRequest(
                "main",
                "generic",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                partial,
                false,
                Limits.DEFAULT));
  }

  private void observed(long deal, String contacts, String primaries) {
    database.execute(
        """
        INSERT INTO dealsync.observed_deal (portal, deal_id, contacts, sorts, primaries, read_at)
        SELECT 'main', %d, '%s', array_agg(10 * place), '%s', now() FROM generate_series(1, cardinality('%s'::bigint[])) AS place\
        """
            .formatted(deal, contacts, primaries, contacts));
  }

  private ParityReport report() {
    return LegacyParity.read(database.source(), "main", Optional.empty(), 100);
  }

  private static String page(ParityReport report) {
    return ParityPage.render(report, ZoneOffset.UTC);
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
