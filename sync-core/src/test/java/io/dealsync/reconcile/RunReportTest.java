package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.apply.Applied;
import io.dealsync.testing.World;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunReportTest {

  @Test
  void what_is_left_is_what_did_not_end_in_any_way() {
    World world = new World();
    for (long deal = 1; deal <= 100; deal++) {
      world.portal.deal(deal, "7/10/Y 8/20/N");
      world.mirror.want(deal, "7*");
    }
    RunReport planned = world.plan();
    Applied applied = new Applied(50, 1, 2, 3, 4, 8, 16, 32, false, Optional.empty(), "");
    RunReport report =
        new RunReport(
            planned.run(),
            planned.outcome(),
            planned.plan(),
            applied,
            planned.refusals(),
            0,
            planned.traffic(),
            planned.leastRequests(),
            planned.duration(),
            false,
            Optional.empty(),
            "");
    assertThat(planned.left()).isEqualTo(100);
    assertThat(report.left()).isEqualTo(100 - 1 - 2 - 3 - 4 - 8 - 32);
  }
}
