package io.dealsync.serve;

import io.dealsync.db.PortalRegister;
import io.dealsync.journal.HoldRecord;
import io.dealsync.journal.PortalStatus;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunRecord;
import io.dealsync.plan.PlanTotals;
import io.dealsync.wording.Hints;
import io.dealsync.wording.HtmlWriter;
import io.dealsync.wording.HumanFormat;
import io.dealsync.wording.RunWords;
import io.dealsync.wording.StatusWords;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** How all portals stand, as one page of HTML that needs nothing else and looks again by itself. */
final class OperationsPage {

  /** Runs that are shown of each portal. */
  static final int RUNS = 15;

  /** Holds that are shown of each portal. */
  static final int HOLDS = 25;

  private static final int AGAIN_SECONDS = 30;

  private static final Set<String> NUMBERS =
      Set.of("Run", "Changes", "Verified", "Held", "Failed", "Requests", "Took", "Deal");

  /**
   * What is shown of a portal.
   *
   * @param zone the time zone of its schedule
   * @param next when it is synced next
   * @param runs the latest ones, newest first
   * @param holds the first ones
   */
  record Portal(
      String name,
      String schedule,
      ZoneId zone,
      Optional<Instant> next,
      PortalStatus status,
      List<RunRecord> runs,
      List<HoldRecord> holds) {

    /** A portal as it was last looked at; nothing before the first look. */
    static Stream<Portal> of(ServedPortal served) {
      return served.memory().seen().stream()
          .map(
              seen ->
                  new Portal(
                      served.name(),
                      served.settings().schedule(),
                      served.settings().zone(),
                      served.alarm().next(),
                      seen.status(),
                      seen.runs(),
                      seen.holds()));
    }
  }

  private final HtmlWriter html = new HtmlWriter();

  private final Function<String, Hints> hints;

  private OperationsPage(Function<String, Hints> hints) {
    this.hints = hints;
  }

  /**
   * The page.
   *
   * @param unconfigured portals whose deals nobody syncs
   * @param hints spells the commands that are advised about a portal
   */
  static String render(
      List<Portal> portals,
      List<PortalRegister.Unconfigured> unconfigured,
      Function<String, Hints> hints) {
    OperationsPage page = new OperationsPage(hints);
    page.head();
    portals.forEach(page::portal);
    unconfigured.forEach(
        portal -> page.html.element("p", "verdict bad", StatusWords.unconfigured(portal)));
    page.foot();
    return page.html.toString();
  }

  /** When there is nothing to show. */
  static String unavailable() {
    OperationsPage page = new OperationsPage(portal -> Hints.of(Hints.PROGRAM));
    page.head();
    page.html.element(
        "p", "verdict bad", "The database does not answer. Runs begin again when it does.");
    page.foot();
    return page.html.toString();
  }

  private void head() {
    html.beginPage(
        "dealsync",
        "td.fact { width: 12rem; } .whole { white-space: nowrap; }\n",
        "<meta http-equiv=\"refresh\" content=\"" + AGAIN_SECONDS + "\">\n");
    html.element("h1", "dealsync");
  }

  private void foot() {
    html.raw("<p class=\"quiet\"><a href=\"/health\">health</a> · ");
    html.raw("<a href=\"/metrics\">metrics</a> · looks again every " + AGAIN_SECONDS + " s</p>\n");
    html.endPage();
  }

  private void portal(Portal portal) {
    html.element("h2", "Portal " + portal.name());
    Headline headline = Headline.of(portal.status(), portal.zone());
    html.element(
        "p",
        headline.good() ? "verdict good" : "verdict bad",
        hints.apply(portal.name()).in(headline.words()));
    facts(portal);
    runs(portal);
    holds(portal);
  }

  private void facts(Portal portal) {
    PortalStatus status = portal.status();
    html.open("table").open("tbody");
    fact("managed", StatusWords.managed(status));
    fact("edited", StatusWords.edited(status));
    if (status.openIntents() > 0) {
      fact(
          "open",
          "%s may have been sent; the next run finds out"
              .formatted(HumanFormat.count(status.openIntents(), "change")));
    }
    fact(
        "all deals",
        status
            .lastFullAt()
            .map(at -> "last gone through " + HumanFormat.time(at, portal.zone()))
            .orElse("not gone through so far"));
    fact(
        "next run",
        "%s (%s, %s)"
            .formatted(
                portal.next().map(at -> HumanFormat.time(at, portal.zone())).orElse("never"),
                portal.schedule(),
                portal.zone().getId()));
    html.close().close();
  }

  private void fact(String name, String words) {
    html.open("tr").element("td", "fact quiet", name).element("td", words).close();
  }

  private void runs(Portal portal) {
    if (portal.runs().isEmpty()) {
      return;
    }
    html.element("h3", "Latest runs");
    html.beginTable(
        NUMBERS::contains,
        "Run",
        "Started",
        "Command",
        "Outcome",
        "Changes",
        "Verified",
        "Held",
        "Failed",
        "Requests",
        "Took");
    for (RunRecord run : portal.runs()) {
      html.open("tr").element("td", "number", Long.toString(run.id()));
      html.element("td", HumanFormat.time(run.startedAt(), portal.zone()));
      html.element("td", run.command()).element("td", outcome(run));
      number(run.plan().map(PlanTotals::changes));
      number(run.end().map(RunEnd::verified));
      number(run.end().map(RunEnd::held));
      number(run.end().map(RunEnd::failed));
      number(run.end().map(end -> end.traffic().requests()));
      html.element(
          "td", "number", run.end().map(end -> HumanFormat.duration(end.duration())).orElse(""));
      html.close();
    }
    html.endTable();
  }

  /** With the arithmetic of a refusal, or what went wrong. */
  private static String outcome(RunRecord run) {
    return run.end()
        .map(RunEnd::explanation)
        .filter(why -> !why.isBlank())
        .map(why -> RunWords.outcome(run) + ": " + why)
        .orElseGet(() -> RunWords.outcome(run));
  }

  private void number(Optional<Long> number) {
    html.element("td", "number", number.map(HumanFormat::unlessZero).orElse(""));
  }

  private void holds(Portal portal) {
    if (portal.holds().isEmpty()) {
      return;
    }
    html.element("h3", "Held deals");
    html.beginTable(NUMBERS::contains, "Deal", "Since", "Noted", "Reason", "What it is about");
    for (HoldRecord hold : portal.holds()) {
      html.open("tr").element("td", "number", Long.toString(hold.deal()));
      html.element("td", "whole", HumanFormat.time(hold.since(), portal.zone()));
      html.element(
          "td",
          "whole",
          hold.acknowledged().map(at -> HumanFormat.time(at, portal.zone())).orElse(""));
      html.element("td", "whole", hold.reason())
          .element("td", hints.apply(portal.name()).in(hold.detail()))
          .close();
    }
    html.endTable();
    long more = portal.status().held() - portal.holds().size();
    html.element(
        "p",
        "quiet",
        (more > 0
                ? "And %s more: SELECT * FROM dealsync.hold WHERE portal = '%s'. "
                    .formatted(HumanFormat.number(more), portal.name())
                : "")
            + "One of them, with all that is known of it: "
            + hints.apply(portal.name()).command("explain DEAL"));
  }
}
