package io.dealsync.app;

import io.dealsync.sandbox.fault.FaultRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which faults a story has: one kind alone, or several kinds together. */
final class FaultDraw {

  /** Faults that may strike again and again. */
  private static final List<String> PASSING =
      List.of(
          "drop-before",
          "drop-after",
          "html:status=200",
          "html:status=200,executed=yes",
          "html:status=500,executed=yes",
          "html:status=502",
          "html:status=503,executed=yes",
          "html:status=504,executed=yes",
          "truncate",
          "stall:for=30",
          "slow:for=20",
          "cut-batch:end=close",
          "cut-batch:end=html",
          "cut-batch:end=hang,for=45",
          "cut-set:end=close",
          "cut-set:end=html",
          "cut-set:end=hang,for=45",
          "command-limit",
          "rate-limit:burst=3",
          "operation-limit",
          "internal-error",
          "foreign-edit",
          "foreign-edit:inside=yes");

  /** Faults that end a run, or take something away for good. */
  private static final List<String> GRAVE =
      List.of(
          "overload",
          "plan-expired",
          "secret-revoked",
          "expired-token",
          "user-blocked",
          "portal-deleted",
          "deal-vanishes",
          "deal-vanishes:inside=yes",
          "contact-vanishes",
          "contact-vanishes:inside=yes");

  private static final List<Double> FREQUENCIES = List.of(0.05, 0.15, 0.3, 0.6);

  private final Random random;

  FaultDraw(Random random) {
    this.random = random;
  }

  /** Kinds of faults there are. */
  static int kinds() {
    return PASSING.size() + GRAVE.size();
  }

  /** One kind of fault. */
  List<FaultRule> alone(int kind) {
    return List.of(
        kind < PASSING.size()
            ? passing(PASSING.get(kind))
            : grave(GRAVE.get(kind - PASSING.size())));
  }

  /** Two to five kinds, any of them. */
  List<FaultRule> mixture() {
    List<Integer> kinds = new ArrayList<>();
    for (int kind = 0; kind < kinds(); kind++) {
      kinds.add(kind);
    }
    Collections.shuffle(kinds, random);
    return kinds.subList(0, 2 + random.nextInt(4)).stream()
        .flatMap(kind -> alone(kind).stream())
        .toList();
  }

  private FaultRule passing(String kind) {
    return rule(kind, "p=" + FREQUENCIES.get(random.nextInt(FREQUENCIES.size())));
  }

  private FaultRule grave(String kind) {
    return rule(kind, "after=%d,times=%d".formatted(random.nextInt(12), 1 + random.nextInt(2)));
  }

  private static FaultRule rule(String kind, String when) {
    return FaultRule.parse(kind + (kind.contains(":") ? "," : ":") + when);
  }
}
