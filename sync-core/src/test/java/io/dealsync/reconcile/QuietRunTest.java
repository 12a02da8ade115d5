package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.Selection;
import io.dealsync.journal.RunLease;
import io.dealsync.testing.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Links that people took out are unlinked only when they are through with their edits. */
class QuietRunTest {

  private final World world = new World();
  private boolean quiet;

  private RunReport sync(Selection selection) {
    try (RunLease lease = world.leases.acquire("main", "sync")) {
      return world
          .reconciler()
          .waitingFor(() -> quiet)
          .sync(lease, World.header("sync"), selection);
    }
  }

  private void agreed(long deal, String links, String rows) {
    world.portal.deal(deal, rows);
    world.mirror.want(deal, links).agreedOn(deal, links);
  }

  private List<Long> contacts(long deal) {
    return world.portal.rows(deal).canonical().contacts();
  }

  @Test
  void a_reload_in_several_commits_is_seen_whole() {
    world.portal.contacts(7, 8);
    for (long deal = 1; deal <= 38; deal++) {
      agreed(deal, "7* 8", "7/10/Y 8/20/N");
    }
    for (long deal = 1; deal <= 38; deal++) {
      world.mirror.want(deal, "");
    }
    sync(new Selection.Edited());
    for (long deal = 1; deal <= 38; deal++) {
      assertThat(contacts(deal)).containsExactly(7L, 8L);
      world.mirror.want(deal, "7* 8");
    }
    quiet = true;

    sync(new Selection.Edited());

    assertThat(world.portal.written()).isEmpty();
    assertThat(world.mirror.get(38).edit()).isEmpty();
  }

  @Test
  void what_only_adds_is_carried_beside_what_waits() {
    world.portal.contacts(7, 8, 9);
    agreed(1, "7* 8", "7/10/Y 8/20/N");
    agreed(2, "7*", "7/10/Y");
    world.mirror.want(1, "7*").want(2, "7* 9");

    RunReport report = sync(new Selection.Edited());

    assertThat(contacts(1)).containsExactly(7L, 8L);
    assertThat(contacts(2)).containsExactly(7L, 9L);
    assertThat(report.note()).isEqualTo("1 deal is being edited and left to the next run.");
    assertThat(world.mirror.get(1).edit()).isPresent();

    quiet = true;
    sync(new Selection.Edited());

    assertThat(contacts(1)).containsExactly(7L);
  }

  @Test
  void a_nightly_run_leaves_them_too_and_does_not_say_that_it_saw_everything() {
    world.portal.contacts(7, 8);
    agreed(1, "7* 8", "7/10/Y 8/20/N");
    agreed(2, "7*", "8/10/Y");
    world.mirror.want(1, "");

    RunReport report = sync(new Selection.All());

    assertThat(contacts(1)).containsExactly(7L, 8L);
    assertThat(contacts(2)).containsExactly(7L);
    assertThat(report.plan().orElseThrow().everything()).isFalse();
  }

  @Test
  void who_waits_for_nobody_carries_everything() {
    agreed(1, "7*", "7/10/Y");
    world.mirror.want(1, "");

    world.sync();

    assertThat(contacts(1)).isEmpty();
  }
}
