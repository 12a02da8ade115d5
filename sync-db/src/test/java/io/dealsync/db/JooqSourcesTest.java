package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code -Djooq.regenerate=true} rewrites what is checked in. */
class JooqSourcesTest {

  private static final Path CHECKED_IN = Path.of("src/main/generated");
  private static final Path FRESH = Path.of("target/generated-jooq");

  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.migrated("dealsync", Migrations::migrate);

  @Test
  void the_checked_in_classes_are_those_of_the_migrated_schema() throws Exception {
    JooqSources.generate(DATABASE, FRESH);
    if (Boolean.getBoolean("jooq.regenerate")) {
      JooqSources.generate(DATABASE, CHECKED_IN);
    }

    assertThat(sources(CHECKED_IN))
        .as("run this test with -Djooq.regenerate=true and check in what it writes")
        .isEqualTo(sources(FRESH));
  }

  private static Map<String, String> sources(Path directory) throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sources.put(directory.relativize(file).toString(), Files.readString(file));
      }
    }
    return sources;
  }
}
