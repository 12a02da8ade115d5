package io.dealsync.crash;

import java.util.List;
import java.util.stream.Collectors;

/** The page about what was killed where, and what came after. */
final class CrashReport {

  private static final String PAGE =
      """
      # What a crash leaves behind

      This page is written by a test, and the test fails when it is out of date:

      ```
      ./mvnw -Plong -pl sync-runner -am verify -Dtest=KillMatrixTest -Dsurefire.failIfNoSpecifiedTests=false -Dcrash.report=write
      ```

      A sync that makes every kind of change (add, delete, replace, clear, fill, a three-way merge that also teaches the mirror, an adoption
      that only does so, the repair of a second primary, an add-only deal, a restored link, holds) runs in a process of its own, against a real
      PostgreSQL and the sandbox over HTTP. It gets `SIGKILL` at **%d points**, each in a fresh world: before and after every commit to the
      journal, before every request takes effect, and after it took effect but before the answer arrives. Then someone starts the next run: a
      `sync`, a `plan`, an `apply` of a plan that was stored before the crash, the `undo` of the dead run, or a `pull`, which takes in
      what is new on the portal; what follows is an ordinary `sync`.

      What is asserted at every point:

      - the next run gets the lease at once, and ends the dead run as interrupted;
      - it settles every open intent by reading the portal, before anything else, and each has an explanation in the dead run's rows;
      - an `undo` of the dead run brings every deal back to what it was, SORT included (a second primary excepted: no call makes one);
      - after the following `sync` the portal equals the mirror, held and paused deals are untouched, and one more `sync` sends no write;
      - no deal is ever seen in a state that is neither its before-image nor its target, and no deal is written twice on the way
        (with an `undo` in between: there, back, and there again).

      Columns: what the dead run's rows say and how many deals it has written; which run came next; what that run found out about the open intents.

      | # | killed | state found | next run | state after |
      |--:|---|---|---|---|
      %s
      """;

  private CrashReport() {}

  static String of(List<KillMatrix.Row> rows) {
    return PAGE.formatted(
        rows.size(), rows.stream().map(CrashReport::line).collect(Collectors.joining("\n")));
  }

  private static String line(KillMatrix.Row row) {
    return "| %d | %s | %s | %s | %s; portal equals mirror |"
        .formatted(row.number(), row.point(), row.found(), row.next().word(), row.after());
  }
}
