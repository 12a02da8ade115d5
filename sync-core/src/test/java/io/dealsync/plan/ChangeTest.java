package io.dealsync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.link.Comparison;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.testing.Links;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeTest {

  @ParameterizedTest(name = "{0} on the way to {1}: {2} is an own step: {3}")
  @CsvSource({
    "7/10/Y 8/20/N, 9* 8, 8/20/N,         true", // unlinked, not yet linked
    "7/10/Y 8/20/N, 9* 8, 7/10/Y,         false",
    "7/10/Y 8/20/N, 9* 8, 5/10/Y,         false",
    "7/10/Y 8/20/Y, 7* 8, 7/11/Y 8/21/N,  true", // one primary, not yet the wanted SORT
    "7/10/Y 8/20/Y, 7* 8, 8/11/Y 7/21/N,  false",
    "7/10/Y 8/20/Y, 7* 8, 7/10/Y 8/20/N,  false", // the target itself
  })
  void knows_what_its_own_calls_can_have_left(
      String before, String target, String now, boolean isOwn) {
    LinkImage image = Links.image(before);
    LinkSet wanted = Links.set(target);
    Change change =
        new Change(
            1,
            Mode.MIRROR,
            Policy.MIRROR_WINS,
            image,
            wanted,
            new MethodChooser(Comparison.EXACT).choose(image, wanted, Mode.MIRROR),
            Instant.EPOCH,
            OptionalLong.empty());
    assertThat(change.isOwnStep(Links.image(now))).isEqualTo(isOwn);
  }
}
