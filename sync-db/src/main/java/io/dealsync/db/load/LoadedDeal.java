package io.dealsync.db.load;

import java.util.List;
import java.util.OptionalLong;

/**
 * A deal whose desired links a load would change.
 *
 * @param what {@code take-in}, {@code change}, {@code release} or {@code clear}
 * @param before the desired contacts in their order
 * @param after those that the source has
 */
public record LoadedDeal(
    long deal,
    String what,
    List<Long> before,
    List<Long> after,
    OptionalLong primaryBefore,
    OptionalLong primaryAfter) {

  public LoadedDeal {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }
}
