package io.dealsync.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.journal.PortalFigures;
import io.dealsync.journal.PortalStatus;
import io.dealsync.serve.alarm.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final Instant NOW = Instant.parse("2026-05-06T23:30:00Z");

  private static Metrics.Measured portal(PortalFigures figures, Optional<Instant> inSync) {
    return new Metrics.Measured(
        "main",
        new PortalStatus(12, 1, 30, 0, 2, 1, 0, Optional.empty(), Optional.empty(), inSync, inSync),
        figures,
        new Alarm(Optional.empty(), Optional.of(NOW)),
        true,
        false);
  }

  private static PortalFigures figures(Map<String, Long> runs) {
    return new PortalFigures(
        runs, 7, 1, 3, 2, 1, Duration.ofMillis(2500), Optional.of(NOW.minusSeconds(60)));
  }

  private static String render(Metrics.Measured... portals) {
    return Metrics.render("1.0", true, false, List.of(portals));
  }

  @Test
  void every_outcome_is_counted_from_the_start() {
    assertThat(render(portal(figures(Map.of()), Optional.empty())))
        .contains(
            "dealsync_runs_total{portal=\"main\",outcome=\"in_sync\"} 0",
            "dealsync_runs_total{portal=\"main\",outcome=\"failed\"} 0",
            "dealsync_runs_total{portal=\"main\",outcome=\"refused\"} 0");
  }

  @Test
  void figures_of_the_journal_and_moments_are_told() {
    assertThat(render(portal(figures(Map.of("in_sync", 5L, "complete", 1L)), Optional.of(NOW))))
        .contains(
            "dealsync_build_info{version=\"1.0\"} 1",
            "dealsync_database_up 1",
            "dealsync_listener_up 0",
            "dealsync_runs_total{portal=\"main\",outcome=\"in_sync\"} 5",
            "dealsync_runs_total{portal=\"main\",outcome=\"complete\"} 1",
            "dealsync_run_seconds_total{portal=\"main\"} 2.5",
            "dealsync_schedule_missed{portal=\"main\"} 1",
            "dealsync_oldest_edit_timestamp_seconds{portal=\"main\"} 1778110140",
            "dealsync_last_in_sync_timestamp_seconds{portal=\"main\"} 1778110200",
            "dealsync_last_full_run_timestamp_seconds{portal=\"main\"} 1778110200",
            "dealsync_next_run_timestamp_seconds{portal=\"main\"} 1778110200");
  }

  @Test
  void a_moment_that_never_was_is_not_1970() {
    assertThat(render(portal(figures(Map.of()), Optional.empty())))
        .doesNotContain("dealsync_last_in_sync_timestamp_seconds{");
  }

  /** As promtool wants it. */
  @Test
  void each_name_has_its_meaning_and_type_once_and_a_name_that_fits_its_type() {
    List<String> lines = render(portal(figures(Map.of()), Optional.of(NOW))).lines().toList();
    Map<String, String> types =
        lines.stream()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.split(" "))
            .collect(Collectors.toMap(words -> words[2], words -> words[3]));
    Set<String> explained =
        lines.stream()
            .filter(line -> line.startsWith("# HELP "))
            .map(line -> line.split(" ")[2])
            .collect(Collectors.toSet());

    assertThat(explained).isEqualTo(types.keySet());
    types.forEach(
        (name, type) -> assertThat(name.endsWith("_total")).isEqualTo(type.equals("counter")));
    assertThat(lines.stream().filter(line -> !line.startsWith("#")))
        .allMatch(line -> types.containsKey(line.split("[{ ]")[0]))
        .doesNotHaveDuplicates();
  }
}
