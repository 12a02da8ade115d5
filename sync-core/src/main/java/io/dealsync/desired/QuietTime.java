package io.dealsync.desired;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a portal's mirror has to be left alone before links that people took out are unlinked on
 * the portal: a reload that deletes in one commit and inserts in the next is seen whole.
 *
 * @param span how long nobody may have edited
 * @param limit the longest that a link taken out waits, however busily people go on editing
 */
public record QuietTime(Duration span, Duration limit) {

  /** Everything is carried at once. */
  public static final QuietTime NONE = new QuietTime(Duration.ZERO, Duration.ZERO);

  public QuietTime {
    if (span.isNegative() || limit.compareTo(span) < 0) {
      throw new IllegalArgumentException(
          "The limit of a quiet time is at least its span, not %s after %s".formatted(limit, span));
    }
  }

  /**
   * When it is over.
   *
   * @param lastEdit when someone last edited any deal of the portal
   * @param waitingSince since when links that were taken out wait
   */
  public Instant over(Instant lastEdit, Instant waitingSince) {
    Instant quiet = lastEdit.plus(span);
    Instant latest = waitingSince.plus(limit);
    return quiet.isBefore(latest) ? quiet : latest;
  }
}
