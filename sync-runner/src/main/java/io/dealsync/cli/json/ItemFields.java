package io.dealsync.cli.json;

import io.dealsync.journal.Archive;
import io.dealsync.journal.ChangeRecord;
import java.util.List;
import java.util.Optional;

/** A deal's row of a run. */
public record ItemFields(
    @JsonField("The deal's Bitrix24 id") long deal,
    @JsonField(
            "What the run does: link, unlink, replace, promote, reorder, clear, fill, repair; hold,"
                + " known (a hold that was known before) or read where nothing is to be sent")
        String action,
    @JsonField("The portal call; blank when nothing is to be sent") String method,
    @JsonField("Where the row stands: planned, sent, verified, held, failed and so on")
        String status,
    @JsonField("What the change does, or why the deal is held") String reason,
    @JsonField("What went wrong; blank when nothing did") String error,
    @JsonField("The before-image: the portal's links when the change was decided")
        Optional<String> before,
    @JsonField("The links that the portal shall have") Optional<String> target,
    @JsonField("The links read back after the change") Optional<String> after) {

  private static final int PAGE = 1000;

  /** A run's rows, except for deals that it took in: their links are in the tables. */
  public static JsonRows<ItemFields> of(Archive archive, long run) {
    return writer -> {
      List<ChangeRecord> page;
      long after = 0;
      do {
        page = archive.changes(run, after, PAGE);
        for (ChangeRecord change : page) {
          if (!change.tookIn()) {
            writer.accept(of(change));
          }
          after = change.deal();
        }
      } while (page.size() == PAGE);
    };
  }

  private static ItemFields of(ChangeRecord change) {
    return new ItemFields(
        change.deal(),
        change.action(),
        change.method().orElse(""),
        change.status().word(),
        change.reason(),
        change.error(),
        change.before().map(Object::toString),
        change.target().map(Object::toString),
        change.after().map(Object::toString));
  }
}
