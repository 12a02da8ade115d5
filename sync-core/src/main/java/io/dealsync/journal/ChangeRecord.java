package io.dealsync.journal;

import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.plan.Adoption;
import io.dealsync.text.ForeignText;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A deal's row of a run as the journal remembers it: a change, a hold, or a failure.
 *
 * @param action one word: link, unlink, replace, promote, reorder, clear, fill, repair; {@code
 *     hold}, {@code known} (a hold that was known before) or {@code read} for rows without a change
 * @param method the portal call; empty when nothing was to be sent
 * @param skipped whether a person took it out of the plan
 * @param reason what the change does, or why the deal is held, in words
 * @param error what went wrong; blank when nothing did
 * @param before the portal's rows when the change was decided
 * @param target what the portal shall have
 * @param adoption what the desired side was to learn
 * @param edit the edit of the desired side that the change reflects, or has made itself
 * @param agreed what both sides had agreed on before a change that is verified; empty when never
 * @param after the portal's rows read back
 * @param attempts how often a call may have left
 */
public record ChangeRecord(
    long run,
    long deal,
    String action,
    Optional<String> method,
    boolean skipped,
    ChangeStatus status,
    String reason,
    String error,
    Optional<LinkImage> before,
    Optional<LinkSet> target,
    Optional<Adoption> adoption,
    OptionalLong edit,
    Optional<LinkSet> agreed,
    Optional<LinkImage> after,
    int attempts,
    Instant plannedAt,
    Optional<Instant> sentAt,
    Optional<Instant> settledAt) {

  public ChangeRecord {
    reason = ForeignText.line(reason, 2000);
    error = ForeignText.line(error, 2000);
  }

  /** Whether the deal came under management by it. */
  public boolean tookIn() {
    return action.equals("manage");
  }
}
