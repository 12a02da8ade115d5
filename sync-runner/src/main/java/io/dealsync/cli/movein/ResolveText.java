package io.dealsync.cli.movein;

import io.dealsync.cli.command.FollowUp;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.db.legacy.Blocker;
import io.dealsync.db.legacy.IdCounts;
import io.dealsync.db.legacy.MoveCounts;
import io.dealsync.db.legacy.StaleLinks;
import io.dealsync.legacy.MappingReport;
import io.dealsync.legacy.ResolveReport;
import io.dealsync.wording.Hints;
import io.dealsync.wording.HumanFormat;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How far links have come, as a person wants to read it. */
final class ResolveText {

  private final PrintStream out;
  private final Hints hints;
  private final String portal;

  ResolveText(PrintStream out, Hints hints, String portal) {
    this.out = out;
    this.hints = hints;
    this.portal = portal;
  }

  void print(ResolveReport report) {
    out.printf(
        "Source %s on portal %s: %s%n",
        report.source(), portal, HumanFormat.count(report.links(), "link"));
    report.mappings().forEach(mapping -> print(mapping));
    TextTable ids = new TextTable("ids", "wanted", "resolved", "problems", "not looked for");
    row(ids, "deals", report.deals());
    row(ids, "contacts", report.contacts());
    out.println();
    ids.print(out, 2);
    report.move().ifPresent(move -> print(move));
    stale(report);
    print(report.blockers());
    report
        .run()
        .ifPresent(
            run ->
                out.printf(
                    "%nTo take it back out of the mirror: %s%n",
                    new FollowUp(hints, Map.of(), "").undo(run)));
    if (report.move().map(MoveCounts::moved).orElse(0L) > 0) {
      out.printf("%nNext: %s%n", hints.command("plan"));
    }
  }

  private static void row(TextTable table, String what, IdCounts ids) {
    table.row(
        what,
        HumanFormat.number(ids.wanted()),
        HumanFormat.number(ids.resolved()),
        HumanFormat.number(ids.problems()),
        HumanFormat.number(ids.open()));
  }

  private void print(MappingReport mapping) {
    out.printf(
        "  %s: %s, %s newly mapped, %s that no link has%n",
        mapping.file().getFileName(),
        HumanFormat.count(mapping.load().rows(), "row"),
        HumanFormat.count(mapping.load().set(), mapping.kind().word()),
        HumanFormat.count(mapping.load().unneeded(), "id"));
    if (mapping.load().ambiguous() > 0) {
      out.printf(
          "    %s mapped to more than one id, and not resolved by it%n",
          HumanFormat.count(mapping.load().ambiguous(), mapping.kind().word()));
    }
    if (mapping.badRows() > 0) {
      out.printf("    %s passed over:%n", HumanFormat.count(mapping.badRows(), "row"));
      mapping.firstBad().forEach(bad -> out.printf("      %s%n", bad));
    }
  }

  private void print(MoveCounts move) {
    TextTable table = new TextTable("deals", "");
    table.row("moved now", HumanFormat.number(move.moved()));
    table.row("moved before", HumanFormat.number(move.movedBefore()));
    table.row("wait: the deal is not resolved", HumanFormat.number(move.unresolved()));
    table.row("wait: a contact is not resolved", HumanFormat.number(move.contactsUnresolved()));
    table.row("wait: a row was rejected", HumanFormat.number(move.rejected()));
    table.row("all", HumanFormat.number(move.deals()));
    out.println();
    table.print(out, 2);
    out.printf(
        "%s became desired; %s desired already.%n",
        HumanFormat.count(move.links(), "link"), wereOrWas(move.existing()));
    if (move.united() > 0) {
      out.printf(
          "%s became one with another, because their contacts are one in Bitrix24.%n",
          HumanFormat.count(move.united(), "link"));
    }
    if (move.joined() > 0) {
      out.printf(
          "%s had desired links before; those stay, with their order and primary contact.%n",
          HumanFormat.count(move.joined(), "deal"));
    }
  }

  private void stale(ResolveReport report) {
    StaleLinks stale = report.stale();
    if (stale.links() > 0 && report.refusals().isEmpty()) {
      out.printf(
          "%s of %s left the desired side again (run %d), because the newer export does not have"
              + " them.%n",
          HumanFormat.count(stale.links(), "link"),
          HumanFormat.count(stale.deals(), "deal"),
          stale.run().orElse(0));
    }
    if (stale.waiting() > 0) {
      out.printf(
          "%s stay that the newer export does not have: rejected rows of their deals may be"
              + " them.%n",
          HumanFormat.count(stale.waiting(), "link"));
    }
    if (!report.refusals().isEmpty()) {
      out.printf("%nRefused by the guard, and nothing was taken out of the desired side:%n");
      report.refusals().forEach(refusal -> out.printf("  %s%n", refusal.arithmetic()));
      out.printf(
          "If that is what you want: the same command with %s%n",
          report.refusals().stream()
              .map(refusal -> "--allow " + refusal.allowance())
              .collect(Collectors.joining(" ")));
    }
  }

  private static String wereOrWas(long number) {
    return HumanFormat.number(number) + (number == 1 ? " was" : " were");
  }

  private void print(List<Blocker> blockers) {
    if (blockers.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("links", "what", "id there", "reason");
    for (Blocker blocker : blockers) {
      table.row(
          HumanFormat.number(blocker.links()),
          blocker.what(),
          blocker.legacyId(),
          blocker.reason());
    }
    out.printf("%nWhat blocks most links:%n");
    table.print(out, 2);
    out.printf(
        "  All: SELECT * FROM dealsync.unresolved_legacy_link WHERE"
            + " portal = '%s' ORDER BY links DESC;%n",
        portal);
  }
}
