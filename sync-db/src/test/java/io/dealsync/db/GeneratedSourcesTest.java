package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The checked-in jOOQ classes are those of the migrated schema. After a change of a migration they
 * are rewritten by running this test with {@code -Djooq.regenerate=true}.
 */
class GeneratedSourcesTest {

  private static final Path CHECKED_IN = Path.of("src/main/generated");
  private static final Path GENERATED = Path.of("target/jooq-of-the-schema");

  @RegisterExtension final TestDatabase database = TestSchema.migrated();

  @Test
  void checked_in_jooq_classes_are_those_of_the_migrated_schema() throws Exception {
    delete(GENERATED);
    GenerationTool.generate(configuration(GENERATED));
    if (Boolean.getBoolean("jooq.regenerate")) {
      delete(CHECKED_IN);
      copy(GENERATED, CHECKED_IN);
    }
    assertThat(sources(CHECKED_IN))
        .as("run this test with -Djooq.regenerate=true to rewrite them")
        .isEqualTo(sources(GENERATED));
  }

  private Configuration configuration(Path folder) {
    return new Configuration()
        .withLogging(Logging.WARN)
        .withJdbc(
            new Jdbc()
                .withUrl(database.jdbcUrl())
                .withUser(database.user())
                .withPassword(database.password()))
        .withGenerator(
            new Generator()
                .withDatabase(
                    new Database()
                        .withInputSchema("dealsync")
                        .withExcludes(
                            "schema_version|qrtz_.*|links_as_of|observed_links_as_of|wanted_images|preview_links")
                        .withIncludeRoutines(false)
                        .withIncludeCheckConstraints(false)
                        .withIncludeIndexes(false)
                        .withForcedTypes(
                            new ForcedType()
                                .withName("INSTANT")
                                .withIncludeTypes("(?i:timestamptz|timestamp.*with time zone)")))
                .withGenerate(
                    new Generate()
                        .withGeneratedAnnotation(false)
                        .withSources(false)
                        .withGlobalCatalogReferences(false)
                        .withDefaultCatalog(false)
                        .withImplicitJoinPathsToOne(false)
                        .withImplicitJoinPathsToMany(false)
                        .withRecords(false))
                .withTarget(
                    new Target()
                        .withPackageName("io.dealsync.db.jooq")
                        .withDirectory(folder.toString())));
  }

  private static Map<String, String> sources(Path folder) throws IOException {
    Map<String, String> sources = new TreeMap<>();
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          sources.put(folder.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return sources;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(GeneratedSourcesTest::deleteOne);
      }
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
