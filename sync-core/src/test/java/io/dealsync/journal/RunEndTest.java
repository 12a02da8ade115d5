package io.dealsync.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.Traffic;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunEndTest {

  private static final String FORGED = "said\n\u001b[31mRun 9 forged\n" + "A".repeat(5_000_000);

  @Test
  void keeps_what_anybody_said_as_one_line_that_people_can_read() {
    RunEnd end =
        new RunEnd(
            RunState.FAILED, FORGED, 0, 0, 0, 0, new Traffic(0, 0, 0, 0), 0, Duration.ZERO, FORGED);

    assertThat(end.explanation()).hasSizeLessThan(5000).startsWith("said \\u001B[31mRun 9 forged ");
    assertThat(end.outcome()).hasSizeLessThan(200).doesNotContain("\n");
  }

  @Test
  void a_portals_failure_is_one_line_that_people_can_read() {
    assertThat(new PortalFailure(PortalFailure.Kind.REFUSED, FORGED).getMessage())
        .hasSizeLessThan(2000)
        .startsWith("said \\u001B[31mRun 9 forged ");
  }
}
