package io.dealsync.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.PortalRegister;
import io.dealsync.journal.HoldRecord;
import io.dealsync.journal.PortalStatus;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunRecord;
import io.dealsync.journal.RunState;
import io.dealsync.portal.Traffic;
import io.dealsync.wording.Hints;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationsPageTest {

  private static final Instant NOW = Instant.parse("2026-05-06T23:30:00Z");
  private static final ZoneId MOSCOW = ZoneId.of("Europe/Moscow");

  private static RunRecord run(String outcome, String explanation) {
    return run(outcome, explanation, 0, 0);
  }

  private static RunRecord run(String outcome, String explanation, long held, long failed) {
    return new RunRecord(
        7,
        "main",
        "sync",
        RunState.DONE,
        outcome,
        "root@host",
        OptionalLong.empty(),
        Map.of(),
        Optional.empty(),
        NOW,
        Optional.of(NOW),
        Optional.empty(),
        outcome.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new RunEnd(
                    RunState.DONE,
                    outcome,
                    1,
                    1,
                    held,
                    failed,
                    new Traffic(12, 0, 1, 40),
                    12,
                    Duration.ofSeconds(75),
                    explanation)));
  }

  private static PortalStatus status(long held, Optional<String> holder, Optional<RunRecord> last) {
    return new PortalStatus(
        1234, 1, 5678, 3, 2, held, 1, holder, last, Optional.of(NOW), Optional.of(NOW));
  }

  private static String headline(long held, String outcome, String explanation) {
    Headline headline =
        Headline.of(status(held, Optional.empty(), Optional.of(run(outcome, explanation))), MOSCOW);
    return (headline.good() ? "good: " : "bad: ") + headline.words();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | in_sync    |                  | good: Run 7 ended well. All deals were in sync on"
            + " 2026-05-07 02:30:00.",
        "0 | complete   |                  | good: Run 7 ended well. All deals were in sync on"
            + " 2026-05-07 02:30:00.",
        "1 | in_sync    |                  | good: Run 7 ended well. All other deals were in sync"
            + " on 2026-05-07 02:30:00. 1 deal is held, as people know.",
        "2 | in_sync    |                  | good: Run 7 ended well. All other deals were in sync"
            + " on 2026-05-07 02:30:00. 2 deals are held, as people know.",
        "0 | pending    |                  | bad: Plan 7 waits: `dealsync show 7`, then"
            + " `dealsync apply 7`.",
        "0 | failed     | Out of service.  | bad: Run 7 ended failed (Out of service); the whole"
            + " story: `dealsync show 7`.",
        "0 | refused    | 40 % is too much | bad: Run 7 ended refused (40 % is too much); the whole"
            + " story: `dealsync show 7`.",
        "0 | incomplete |                  | bad: Run 7 ended incomplete; the whole story:"
            + " `dealsync show 7`.",
        "0 | ''         |                  | bad: Run 7 did not come to its end; the next one finds"
            + " out what it left open.",
      })
  void one_sentence_says_what_is_the_case_and_what_to_do(
      long held, String outcome, String explanation, String words) {
    assertThat(headline(held, outcome, explanation == null ? "" : explanation)).isEqualTo(words);
  }

  @Test
  void what_went_wrong_is_counted_where_nothing_explains_it() {
    assertThat(
            Headline.of(
                    status(0, Optional.empty(), Optional.of(run("incomplete", "", 1001, 2))),
                    MOSCOW)
                .words())
        .isEqualTo(
            "Run 7 ended incomplete (1,001 held, 2 failed); the whole story: `dealsync show 7`.");
  }

  @Test
  void a_run_under_way_comes_first() {
    assertThat(
            Headline.of(
                status(3, Optional.of("sync by root@host"), Optional.of(run("failed", ""))),
                MOSCOW))
        .isEqualTo(new Headline(true, "A run is under way: sync by root@host."));
  }

  @Test
  void a_portal_without_runs_is_no_trouble() {
    assertThat(Headline.of(status(0, Optional.empty(), Optional.empty()), MOSCOW).good()).isTrue();
  }

  @Test
  void the_list_of_runs_says_why_one_was_refused() {
    assertThat(page(List.of(run("refused", "40 % is too much")), List.of(), 0))
        .contains("<td>refused: 40 % is too much</td>");
  }

  @Test
  void names_portals_whose_deals_nobody_syncs() {
    assertThat(
            OperationsPage.render(
                List.of(),
                List.of(new PortalRegister.Unconfigured("erp", 16_667)),
                portal -> Hints.of("dealsync")))
        .contains("Portal erp has 16,667 managed deals that nobody syncs");
  }

  private static String page(List<RunRecord> runs, List<HoldRecord> holds, long held) {
    return OperationsPage.render(
        List.of(
            new OperationsPage.Portal(
                "main",
                "0 0 2 * * ?",
                MOSCOW,
                Optional.of(NOW),
                status(held, Optional.empty(), runs.stream().findFirst()),
                runs,
                holds)),
        List.of(),
        new Program("1", "./dealsync", Optional.of(Path.of("my portals.yaml")))::hints);
  }

  @Test
  void commands_that_are_advised_name_the_configuration() {
    HoldRecord held = new HoldRecord(42, "conflict", "both sides", NOW, Optional.empty());
    assertThat(page(List.of(), List.of(held), 40))
        .contains("./dealsync explain DEAL --config 'my portals.yaml'".replace("'", "&#39;"));
  }

  @Test
  void shows_numbers_runs_and_the_next_one_in_the_schedules_time_zone() {
    assertThat(page(List.of(run("in_sync", "")), List.of(), 0))
        .contains(
            "1,234 deals with 5,678 links, 1 paused",
            "2 deals since both sides last agreed, 3 never read so far",
            "1 change may have been sent; the next run finds out",
            "2026-05-07 02:30:00 (0 0 2 * * ?, Europe/Moscow)",
            "<td>in sync</td>",
            "<td class=\"number\">12</td>",
            "<td class=\"number\">1 min 15 s</td>")
        .doesNotContain("Held deals");
  }

  @Test
  void shows_held_deals_and_how_many_more_there_are() {
    HoldRecord hold =
        new HoldRecord(42, "conflict", "<b>both</b> & \"each\"", NOW, Optional.empty());
    assertThat(page(List.of(), List.of(hold), 1001))
        .contains(
            "<td class=\"whole\">conflict</td>",
            "&lt;b&gt;both&lt;/b&gt; &amp; &quot;each&quot;",
            "And 1,000 more: SELECT * FROM dealsync.hold WHERE portal = &#39;main&#39;.")
        .doesNotContain("<b>", "Latest runs");
  }

  @Test
  void needs_nothing_from_elsewhere() {
    assertThat(page(List.of(run("in_sync", "")), List.of(), 0))
        .doesNotContain("http://", "https://", "<script", "src=");
  }
}
