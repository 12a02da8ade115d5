package io.dealsync.bitrix;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.link.Comparison;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.plan.MethodChooser;
import io.dealsync.portal.SendGate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Changes in short: rows are written as {@code 55/10/Y 54/20/N}. */
final class Changes {

  /** Observations that never grow old. */
  static final Duration FOREVER = Duration.ofDays(100_000);

  /** Nothing keeps writes from leaving. */
  static final SendGate ANY_TIME = Optional::empty;

  private Changes() {}

  static Change change(long deal, String before, String target) {
    LinkSet wanted = image(target).canonical();
    return change(
        deal,
        before,
        target,
        new MethodChooser(Comparison.ORDER).choose(image(before), wanted, Mode.MIRROR));
  }

  static Change change(long deal, String before, String target, Method method) {
    return new Change(
        deal,
        Mode.MIRROR,
        Policy.MIRROR_WINS,
        image(before),
        image(target).canonical(),
        method,
        Instant.EPOCH,
        OptionalLong.empty());
  }

  static LinkImage image(String rows) {
    List<Link> links = new ArrayList<>();
    for (String row : rows.isBlank() ? new String[0] : rows.split(" ")) {
      String[] parts = row.split("/");
      links.add(
          new Link(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), parts[2].equals("Y")));
    }
    return new LinkImage(links);
  }
}
