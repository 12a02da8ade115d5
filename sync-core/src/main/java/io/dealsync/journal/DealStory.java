package io.dealsync.journal;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.text.ForeignText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything the database knows of one deal that is managed or was.
 *
 * @param mode how the deal is treated; empty when it is managed no more
 * @param policy who wins in this deal; empty when the run's settings say it
 * @param note what people noted about the deal; blank when they did not
 * @param desired the wanted links
 * @param base what both sides last agreed on, and when
 * @param observed what the portal last answered: its rows, or empty rows with a note
 * @param editedAt when the desired side was edited since the base; empty when it was not
 * @param hold the hold in force
 * @param changes what runs did to it, newest first
 * @param edits who edited it, newest first
 */
public record DealStory(
    long deal,
    Optional<Mode> mode,
    Optional<Policy> policy,
    String note,
    LinkSet desired,
    Optional<Dated> base,
    Optional<Dated> observed,
    Optional<Instant> editedAt,
    Optional<HoldRecord> hold,
    List<ChangeRecord> changes,
    List<EditRecord> edits) {

  /**
   * Rows at a time.
   *
   * @param note why there are no rows: {@code missing} or {@code denied}; blank when they were read
   */
  public record Dated(LinkImage image, Instant at, String note) {}

  public DealStory {
    note = ForeignText.line(note, 2000);
    changes = List.copyOf(changes);
    edits = List.copyOf(edits);
  }
}
