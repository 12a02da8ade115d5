package io.dealsync.legacy;

import java.util.List;
import java.util.Objects;

/**
 * The format that a file is read in.
 *
 * @param format the one that fits best
 * @param others those that could be meant as well
 */
record FormatChoice(Format format, List<Format> others) {

  FormatChoice {
    others = List.copyOf(others);
  }

  /** The user has said which. */
  static FormatChoice given(Format format) {
    return new FormatChoice(format, List.of());
  }

  /** The best by the whole header and the first rows; among equals the more special one. */
  static FormatChoice of(Header header, Sample sample) {
    Format best = new GenericFormat();
    FormatMatch fit = FormatMatch.NONE;
    for (Format each : Format.all()) {
      FormatMatch now = each.fit(header, sample);
      if (now.compareTo(fit) > 0) {
        best = each;
        fit = now;
      }
    }
    return new FormatChoice(best, others(best, fit, header, sample));
  }

  private static List<Format> others(Format best, FormatMatch fit, Header header, Sample sample) {
    if (fit == FormatMatch.SURE) {
      return List.of();
    }
    return Format.all().stream()
        .filter(each -> !Objects.equals(each, best))
        .filter(each -> each.fit(header, sample) != FormatMatch.NONE)
        .toList();
  }
}
