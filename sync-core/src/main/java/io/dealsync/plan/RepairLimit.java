package io.dealsync.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How often the same repair of the same deal is made before people are told: an automation of the
 * portal, or a second integration, undoes it after each run. Repairs count by time and not by runs.
 *
 * @param nights on how many nights the same repair is needed, the present one included
 * @param ofNights of how many nights, counted back from the present one
 * @param apart repairs closer together than this count as one
 * @param then what happens to the deal
 */
public record RepairLimit(int nights, int ofNights, Duration apart, Then then) {

  /** Three of the last five nights; two writers do not fight for ever. */
  public static final RepairLimit DEFAULT = new RepairLimit(3, 5, Duration.ofHours(12), Then.PARK);

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What happens to a deal that is repaired again and again. */
  public enum Then {
    /** It is held as the portal has it, until other links are wanted or it is released. */
    PARK,
    /** It is repaired, and told each time. */
    TELL
  }

  public RepairLimit {
    if (nights < 2 || ofNights < nights) {
      throw new IllegalArgumentException(
          "A repair recurs on at least two nights, and on no more than there are: %d of %d"
              .formatted(nights, ofNights));
    }
  }

  /** Repairs from before this moment are forgotten. */
  public Instant since(Instant now) {
    return now.minus(Duration.ofDays(ofNights));
  }

  /**
   * What of a change has been put right too often, in a sentence for people.
   *
   * @param due the change that is to be made now
   * @param past earlier repairs of the deal
   */
  public Optional<String> exceededBy(Change due, Collection<PastRepair> past) {
    Instant now = due.observedAt();
    return Repair.of(due.before(), due.target()).stream()
        .map(repair -> words(repair, occasions(repair, now, past)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> words(Repair repair, List<Instant> occasions) {
    return occasions.size() < nights
        ? Optional.empty()
        : Optional.of(
            "On %d of the last %d nights %s (%s UTC): someone, or an automation of the portal, undoes it after each run."
                .formatted(
                    occasions.size(),
                    ofNights,
                    repair.words(),
                    occasions.stream().map(MINUTE::format).collect(Collectors.joining(", "))));
  }

  /** When the repair was needed, newest first, each at least so far from the one before. */
  private List<Instant> occasions(Repair repair, Instant now, Collection<PastRepair> past) {
    List<Instant> occasions = new ArrayList<>(List.of(now));
    past.stream()
        .filter(each -> !each.at().isBefore(since(now)))
        .sorted(Comparator.comparing(PastRepair::at).reversed())
        .takeWhile(each -> !each.carriedNews())
        .filter(each -> Repair.of(each.before(), each.target()).contains(repair))
        .map(PastRepair::at)
        .forEach(
            at -> {
              if (!at.plus(apart).isAfter(occasions.get(occasions.size() - 1))) {
                occasions.add(at);
              }
            });
    return occasions;
  }
}
