package io.dealsync.cli.run;

import io.dealsync.cli.command.FollowUp;
import io.dealsync.cli.json.ItemFields;
import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import io.dealsync.cli.json.JsonInlined;
import io.dealsync.cli.json.JsonRows;
import io.dealsync.cli.json.RefusalFields;
import io.dealsync.journal.Archive;
import io.dealsync.journal.MissingContact;
import io.dealsync.plan.PlanTotals;
import io.dealsync.reconcile.RunOutcome;
import io.dealsync.reconcile.RunReport;
import java.util.List;
import java.util.function.ToLongFunction;

/** A run that was made. */
@JsonDocument(
    name = "run",
    about = "`plan`, `apply`, `sync` and `undo`: what the run found, did and left.")
record RunDocument(
    @JsonField("The run's number, for `show`, `apply` and `undo`") long run,
    @JsonField("The portal's name in the configuration") String portal,
    @JsonField("The command that made the run") String command,
    @JsonField(
            "How it ended: in_sync, pending, refused, incomplete, stopped, interrupted or failed")
        String outcome,
    @JsonInlined Numbers numbers,
    @JsonField("What carrying out the stored plan takes at least") Estimate estimate,
    @JsonField("The guard limits that the plan exceeds") List<RefusalFields> refusals,
    @JsonField("The command that carries a refused plan out all the same; blank when none is")
        String override,
    @JsonField("Why a wave stopped the run; blank when none did") String stopped,
    @JsonField("The command that goes on with a run that stopped; blank when nothing is left")
        String resume,
    @JsonField("What people should know of the run besides; mostly blank") String note,
    @JsonField("Why the run failed; blank when it did not") String error,
    @JsonField("Contacts that the portal does not have, with the deals held for want of them")
        JsonRows<Missing> missingContacts,
    @JsonField("Each deal that the run planned to change, holds or failed on")
        JsonRows<ItemFields> items) {

  private static final int PAGE = 1000;

  /** The run in numbers. */
  record Numbers(
      @JsonField(value = "Managed deals", unit = "deals") long deals,
      @JsonField(value = "Deals that need no change", unit = "deals") long inSync,
      @JsonField(value = "Planned changes", unit = "changes") long changes,
      @JsonField(value = "Changes that were sent", unit = "changes") long pushed,
      @JsonField(value = "Changes that the portal confirmed", unit = "changes") long verified,
      @JsonField(value = "Changes skipped because their deal was edited since", unit = "changes")
          long edited,
      @JsonField("Whether deals were edited during the run, which is for the next one")
          boolean editedMeanwhile,
      @JsonField(value = "Deals that wait for people, and are news", unit = "deals") long held,
      @JsonField(value = "Deals that failed", unit = "deals") long failed,
      @JsonField(value = "Changes that did not leave", unit = "changes") long notSent,
      @JsonField(value = "Sent to the portal", unit = "requests") long requests,
      @JsonField(value = "The least number that could have done it", unit = "requests")
          long leastRequests,
      @JsonField(value = "Turned away by the portal's rate limit", unit = "requests") long rejected,
      @JsonField(value = "Calls that change something", unit = "calls") long writes,
      @JsonField(value = "How long it took", unit = "ms") long durationMs,
      @JsonField(value = "Links that the plan adds", unit = "links") long addedLinks,
      @JsonField(value = "Links that the plan removes", unit = "links") long removedLinks,
      @JsonField(value = "Deals that lose their last link", unit = "deals") long emptied,
      @JsonField(
              value = "Changes of earlier runs whose outcome this one found out",
              unit = "changes")
          long settledEarlier) {

    private static Numbers of(RunReport report) {
      return new Numbers(
          planned(report, plan -> plan.managed().all()),
          planned(report, PlanTotals::inSync),
          planned(report, PlanTotals::changes),
          report.applied().pushed(),
          report.applied().verified(),
          report.applied().edited(),
          report.editedMeanwhile(),
          report.held(),
          report.failed(),
          report.applied().unsent(),
          report.traffic().requests(),
          report.leastRequests(),
          report.traffic().rejected(),
          report.traffic().writes(),
          report.duration().toMillis(),
          planned(report, PlanTotals::addedLinks),
          planned(report, PlanTotals::removedLinks),
          planned(report, PlanTotals::emptied),
          report.settledEarlier());
    }

    private static long planned(RunReport report, ToLongFunction<PlanTotals> number) {
      return report.plan().map(number::applyAsLong).orElse(0L);
    }
  }

  /** What the portal's limits make of a plan. */
  record Estimate(
      @JsonField(value = "The least number of requests", unit = "requests") long requests,
      @JsonField(value = "The time that the portal's rate limit makes of them", unit = "seconds")
          double seconds) {}

  /** A contact that the portal does not have. */
  record Missing(
      @JsonField("The contact's Bitrix24 id") long contact,
      @JsonField("The deals that wait for it") List<Long> deals) {}

  static RunDocument of(
      String portal,
      String command,
      RunReport report,
      io.dealsync.plan.Estimate estimate,
      Archive archive,
      FollowUp followUp) {
    boolean isRefused = !report.refusals().isEmpty();
    return new RunDocument(
        report.run(),
        portal,
        command,
        report.outcome().word(),
        Numbers.of(report),
        new Estimate(estimate.requests(), estimate.duration().toMillis() / 1000.0),
        RefusalFields.of(report.refusals()),
        isRefused ? followUp.allow(report.run(), report.refusals()) : "",
        report.applied().stopped(),
        isToBeGoneOnWith(report) ? followUp.apply(report.run()) : "",
        report.note(),
        report.failure().map(failure -> String.valueOf(failure.getMessage())).orElse(""),
        missing(archive, report.run()),
        ItemFields.of(archive, report.run()));
  }

  private static boolean isToBeGoneOnWith(RunReport report) {
    return report.outcome() == RunOutcome.STOPPED
        || (report.outcome() == RunOutcome.FAILED && report.left() > 0);
  }

  private static JsonRows<Missing> missing(Archive archive, long run) {
    return writer -> {
      List<MissingContact> page;
      int written = 0;
      do {
        page = archive.missingContacts(run, written, PAGE);
        page.forEach(each -> writer.accept(new Missing(each.contact(), each.deals())));
        written += page.size();
      } while (page.size() == PAGE);
    };
  }
}
