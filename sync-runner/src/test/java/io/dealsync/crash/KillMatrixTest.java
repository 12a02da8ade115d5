package io.dealsync.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KillMatrixTest {

  /** One point of each kind of run, about every ninth; the full matrix takes minutes. */
  private static final int SAMPLE = 9;

  @Test
  void the_next_run_explains_and_completes_a_run_that_was_killed_at_some_points() {
    int points = KillMatrix.points().size();

    List<KillMatrix.Row> rows =
        KillMatrix.at(
            IntStream.rangeClosed(1, points).filter(point -> point % SAMPLE == 4).boxed().toList());

    assertThat(rows).hasSizeGreaterThan(5);
  }

  @Test
  @Tag("long")
  void the_next_run_explains_and_completes_a_run_that_was_killed_anywhere() throws IOException {
    List<String> points = KillMatrix.points();

    List<KillMatrix.Row> rows =
        KillMatrix.at(IntStream.rangeClosed(1, points.size()).boxed().toList());

    assertThat(rows.stream().map(KillMatrix.Row::point)).isEqualTo(points);
    Path page = Path.of("..", "docs", "crash-safety.md");
    if ("write".equals(System.getProperty("crash.report"))) {
      Files.writeString(page, CrashReport.of(rows));
    }
    assertThat(page).as("rewrite it with -Dcrash.report=write").hasContent(CrashReport.of(rows));
  }
}
