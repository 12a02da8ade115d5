package io.dealsync.reconcile;

/** Repairs that a run makes although they recur night after night; the first ones in words. */
final class RepeatedRepairs {

  private static final int TOLD = 5;

  private final StringBuilder words = new StringBuilder();
  private long number;

  void add(long deal, String what) {
    number++;
    if (number <= TOLD) {
      words.append(number == 1 ? "" : " ").append("Deal ").append(deal).append(": ").append(what);
    }
  }

  long number() {
    return number;
  }

  /** In sentences for people; blank when there are none. */
  String words() {
    return number <= TOLD
        ? words.toString()
        : words + " And %d deals more.".formatted(number - TOLD);
  }
}
