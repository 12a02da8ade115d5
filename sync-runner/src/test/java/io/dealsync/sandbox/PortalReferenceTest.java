package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.rest.Quirk;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of facts about the portal names only tests and quirks that exist. */
class PortalReferenceTest {

  private static final Path PAGE = Path.of("../docs/portal.md");

  @Test
  void every_test_named_on_the_page_exists() throws Exception {
    List<MatchResult> names =
        Pattern.compile("`(\\w+Test)\\.(\\w+)`").matcher(Files.readString(PAGE)).results().toList();
    assertThat(names).hasSizeGreaterThan(60);
    for (MatchResult name : names) {
      Class<?> test = Class.forName(getClass().getPackageName() + "." + name.group(1));
      assertThat(Arrays.stream(test.getDeclaredMethods()).map(Method::getName))
          .as(name.group(1))
          .contains(name.group(2));
    }
  }

  @Test
  void every_quirk_is_on_the_page() throws Exception {
    Set<String> named =
        Pattern.compile("`([a-z0-9-]+)`")
            .matcher(Files.readString(PAGE))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    assertThat(named).containsAll(Arrays.stream(Quirk.values()).map(Quirk::flag).toList());
  }
}
