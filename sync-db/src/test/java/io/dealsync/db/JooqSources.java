package io.dealsync.db;

import io.dealsync.db.testing.TestDatabase;
import java.nio.file.Path;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Strategy;
import org.jooq.meta.jaxb.Target;

/** Writes the jOOQ classes of a migrated database: its tables and views, and nothing else. */
final class JooqSources {

  private JooqSources() {}

  static void generate(TestDatabase database, Path directory) throws Exception {
    GenerationTool.generate(
        new Configuration()
            .withLogging(Logging.WARN)
            .withJdbc(
                new Jdbc()
                    .withDriver("org.postgresql.Driver")
                    .withUrl(database.jdbcUrl())
                    .withUser(database.user())
                    .withPassword(database.password()))
            .withGenerator(
                new Generator()
                    .withDatabase(schema())
                    .withGenerate(tablesOnly())
                    .withStrategy(new Strategy())
                    .withTarget(
                        new Target()
                            .withPackageName("io.dealsync.db.jooq")
                            .withDirectory(directory.toString())
                            .withClean(true))));
  }

  private static Database schema() {
    return new Database()
        .withName("org.jooq.meta.postgres.PostgresDatabase")
        .withInputSchema(Migrations.SCHEMA)
        .withIncludes(".*")
        .withExcludes("schema_version|links_as_of")
        .withIncludeRoutines(false)
        .withIncludeSequences(false)
        .withIncludeUDTs(false)
        .withIncludeDomains(false)
        .withIncludeTriggers(false)
        .withIncludeIndexes(false)
        .withIncludeCheckConstraints(false)
        .withForcedTypes(
            new ForcedType()
                .withName("INSTANT")
                .withIncludeTypes("(?i:timestamptz|timestamp.* with time zone)"));
  }

  private static Generate tablesOnly() {
    return new Generate()
        .withTables(true)
        .withKeys(true)
        .withRecords(false)
        .withIndexes(false)
        .withRelations(true)
        .withImplicitJoinPathsToOne(false)
        .withImplicitJoinPathsToMany(false)
        .withImplicitJoinPathsManyToMany(false)
        .withGlobalCatalogReferences(false)
        .withGlobalKeyReferences(true)
        .withDefaultCatalog(false)
        .withJooqVersionReference(false)
        .withGeneratedAnnotation(false)
        .withJavadoc(false)
        .withComments(false)
        .withSources(false)
        .withSourcesOnViews(false)
        .withWhereMethodOverrides(false)
        .withRenameMethodOverrides(false);
  }
}
