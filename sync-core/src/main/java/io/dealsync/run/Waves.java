package io.dealsync.run;

import java.util.List;

/**
 * Canary waves: a plan is applied in parts, and the next part only if the one before went well.
 *
 * @param sizes how many changes the first waves have; what is left is the last wave
 * @param share the part of a wave that may fail, be held or stay unknown, between 0 and 1
 */
public record Waves(List<Integer> sizes, double share) {

  /** Everything at once. */
  public static final Waves NONE = new Waves(List.of(), 1);

  public Waves {
    sizes = List.copyOf(sizes);
    if (sizes.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException("A wave has at least one change, not " + sizes);
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("The share that may fail is between 0 and 1: " + share);
    }
  }
}
