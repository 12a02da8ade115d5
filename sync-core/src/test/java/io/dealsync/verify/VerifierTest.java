package io.dealsync.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.link.Comparison;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.testing.Links;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierTest {

  @ParameterizedTest(name = "target {0}, portal {1}")
  @CsvSource({
    "7* 8, 7/10/Y 8/20/N, true,  true",
    "7* 8, 7/1/Y 8/2/N,   true,  false",
    "7* 8, 7/10/Y 8/20/Y, false, false", // damaged
    "7* 8, 7/10/N 8/20/Y, false, false",
    "7* 8, 7/10/Y,        false, false",
    "'',   '',            true,  true",
    "'',   7/10/Y,        false, false",
  })
  void a_mirror_deal_must_have_the_target(
      String target, String after, boolean byOrder, boolean exactly) {
    Change change = change(Mode.MIRROR, "9/10/Y", target);
    assertThat(new Verifier(Comparison.ORDER).confirms(change, Links.image(after)))
        .isEqualTo(byOrder);
    assertThat(new Verifier(Comparison.EXACT).confirms(change, Links.image(after)))
        .isEqualTo(exactly);
  }

  @ParameterizedTest(name = "{0} to {1}, portal {2}")
  @CsvSource({
    "9/10/Y,        9/10/Y 7/20/N,        9/10/Y 7/20/N,  true",
    "9/10/Y,        9/10/Y 7/20/N,        7/20/Y,         true", // someone unlinked 9 meanwhile
    "9/10/Y,        9/10/Y 7/20/N,        9/10/Y 8/20/N,  false",
    "'',            7/10/Y 8/20/N,        8/10/Y 7/20/Y,  true",
    "'',            7/10/Y 8/20/N,        8/10/Y,         false",
  })
  void an_add_only_deal_must_have_what_was_to_be_added(
      String before, String target, String after, boolean confirmed) {
    Change change = change(Mode.ADD_ONLY, before, target);
    assertThat(new Verifier(Comparison.ORDER).confirms(change, Links.image(after)))
        .isEqualTo(confirmed);
  }

  private static Change change(Mode mode, String before, String target) {
    return new Change(
        1,
        mode,
        Policy.MIRROR_WINS,
        Links.image(before),
        Links.set(target),
        new Method.ClearAll(),
        Instant.EPOCH,
        OptionalLong.empty());
  }
}
