package io.dealsync.serve;

import io.dealsync.journal.PortalStatus;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunRecord;
import io.dealsync.wording.HumanFormat;
import io.dealsync.wording.RunWords;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * A portal in one sentence.
 *
 * @param good whether nobody has to do anything
 * @param words what is the case, and the next move if there is one
 */
record Headline(boolean good, String words) {

  static Headline of(PortalStatus status, ZoneId zone) {
    if (status.holder().isPresent()) {
      return new Headline(true, "A run is under way: %s.".formatted(status.holder().get()));
    }
    return status
        .last()
        .map(run -> after(run, status, zone))
        .orElse(new Headline(true, "There was no run so far."));
  }

  private static Headline after(RunRecord run, PortalStatus status, ZoneId zone) {
    return switch (run.outcome()) {
      case "in_sync", "complete" -> well(run, status, zone);
      case "pending" ->
          new Headline(
              false,
              "Plan %d waits: `dealsync show %d`, then `dealsync apply %d`."
                  .formatted(run.id(), run.id(), run.id()));
      case "" ->
          new Headline(
              false,
              "Run %d did not come to its end; the next one finds out what it left open."
                  .formatted(run.id()));
      default ->
          new Headline(
              false,
              "Run %d ended %s%s; the whole story: `dealsync show %d`."
                  .formatted(run.id(), RunWords.outcome(run), why(run), run.id()));
    };
  }

  private static Headline well(RunRecord run, PortalStatus status, ZoneId zone) {
    String ended = "Run %d ended well".formatted(run.id());
    String known =
        status.held() == 0
            ? ""
            : " %s %s, as people know."
                .formatted(
                    HumanFormat.count(status.held(), "deal"),
                    status.held() == 1 ? "is held" : "are held");
    return new Headline(
        true,
        status
                .lastInSyncAt()
                .map(
                    at ->
                        "%s. All %sdeals were in sync on %s."
                            .formatted(
                                ended,
                                status.held() == 0 ? "" : "other ",
                                HumanFormat.time(at, zone)))
                .orElse(ended + ".")
            + known);
  }

  private static String why(RunRecord run) {
    String words = run.end().map(Headline::why).orElse("");
    return words.isEmpty() ? "" : " (" + words + ")";
  }

  private static String why(RunEnd end) {
    if (!end.explanation().isBlank()) {
      return end.explanation().replaceFirst("\\.$", "");
    }
    List<String> parts = new ArrayList<>();
    if (end.held() > 0) {
      parts.add(HumanFormat.number(end.held()) + " held");
    }
    if (end.failed() > 0) {
      parts.add(HumanFormat.number(end.failed()) + " failed");
    }
    return String.join(", ", parts);
  }
}
