package io.dealsync.db;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The reference of the schema in Markdown, made of the comments in the database itself. */
final class SqlReference {

  private static final List<String> EDITED =
      List.of(
          "deal",
          "deal_contact",
          "legacy_file",
          "legacy_link",
          "legacy_leftover",
          "legacy_deal",
          "legacy_contact");

  private final TestSql sql;
  private final StringBuilder text = new StringBuilder();

  SqlReference(TestSql sql) {
    this.sql = sql;
  }

  String markdown() throws SQLException {
    List<String> tables = relations("r");
    List<String> written = new ArrayList<>(tables);
    written.removeAll(EDITED);
    line("# The schema `dealsync` in SQL");
    line("");
    line(sql.value("SELECT obj_description('dealsync'::regnamespace, 'pg_namespace')"));
    line("");
    line(
        "This page is made from the comments in the database; `\\d+ dealsync.*` in psql shows the"
            + " same.");
    line(
        "Tasks and their statements are in [db/examples](../db/examples), grants in"
            + " [db/grants](../db/grants).");
    line("");
    line("After a change of a migration this writes it again:");
    line("");
    line("```");
    line(
        "./mvnw -pl sync-core,sync-db test -Dtest=SqlReferenceTest -Dsql.reference.rewrite=true"
            + " \\");
    line("  -Dsurefire.failIfNoSpecifiedTests=false");
    line("```");
    contents("What people edit", EDITED);
    contents("What people look at", relations("v"));
    contents("What people call", functions());
    contents("What dealsync writes", written);
    chapter("What people edit");
    for (String table : EDITED) {
      relation(table);
    }
    chapter("What people look at");
    for (String view : relations("v")) {
      relation(view);
    }
    chapter("What people call");
    for (String function : functions()) {
      function(function);
    }
    chapter("What dealsync writes");
    line(
        "Everybody may read these tables. Only `change.verdict`, the acknowledgement of a `hold`"
            + " and the deletion of a");
    line("`failure_streak` are for people.");
    for (String table : written) {
      relation(table);
    }
    return text.toString();
  }

  private void contents(String title, List<String> names) {
    line("");
    line(
        "**%s**: %s"
            .formatted(
                title,
                names.stream()
                    .map(SqlReference::name)
                    .distinct()
                    .map(name -> "[%s](#%s)".formatted(name, name))
                    .collect(Collectors.joining(" · "))));
  }

  private void chapter(String title) {
    line("");
    line("## " + title);
  }

  private List<String> relations(String kind) throws SQLException {
    return sql.lines(
        """
        SELECT relname FROM pg_class
        WHERE relnamespace = 'dealsync'::regnamespace AND relkind = '%s' AND relname <> 'schema_version' AND relname !~ '^qrtz_'
        ORDER BY 1\
        """
            .formatted(kind));
  }

  /** Without the parts of triggers and views, which nobody calls. */
  private List<String> functions() throws SQLException {
    return sql.lines(
        """
        SELECT p.proname || '(' || pg_get_function_arguments(p.oid) || ')' FROM pg_proc AS p
        WHERE p.pronamespace = 'dealsync'::regnamespace AND p.prorettype IS DISTINCT FROM 'trigger'::regtype
          AND obj_description(p.oid, 'pg_proc') !~ '^((Trigger|View) part:|Part of loading:)'
        ORDER BY p.proname\
        """);
  }

  private void relation(String name) throws SQLException {
    line("");
    line("### " + name);
    line("");
    line(sql.value("SELECT obj_description('dealsync.%s'::regclass, 'pg_class')".formatted(name)));
    line("");
    line("| column | type | what it is |");
    line("|---|---|---|");
    sql.lines(
            """
            SELECT '| `' || a.attname || '` | ' || format_type(a.atttypid, a.atttypmod) || ' | '
                   || replace(col_description(a.attrelid, a.attnum), '|', '\\|') || ' |'
            FROM pg_attribute AS a
            WHERE a.attrelid = 'dealsync.%s'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum\
            """
                .formatted(name))
        .forEach(this::line);
    rules(name);
  }

  /** As PostgreSQL's messages name them. */
  private void rules(String name) throws SQLException {
    List<String> rules =
        sql.lines(
            """
            SELECT '- `' || conname || '`' || coalesce(': ' || obj_description(oid, 'pg_constraint'), '')
            FROM pg_constraint WHERE conrelid = 'dealsync.%s'::regclass AND contype <> 'n' ORDER BY conname\
            """
                .formatted(name));
    if (!rules.isEmpty()) {
      line("");
      line("Rules:");
      line("");
      rules.forEach(this::line);
    }
  }

  private void function(String signature) throws SQLException {
    String which =
        """
        FROM pg_proc AS p WHERE p.pronamespace = 'dealsync'::regnamespace
          AND p.proname || '(' || pg_get_function_arguments(p.oid) || ')' = '%s'\
        """
            .formatted(signature.replace("'", "''"));
    line("");
    line("### " + name(signature));
    line("");
    line("```");
    line(signature + " → " + sql.value("SELECT pg_get_function_result(p.oid) " + which));
    line("```");
    line("");
    line(sql.value("SELECT obj_description(p.oid, 'pg_proc') " + which));
  }

  private static String name(String signature) {
    return signature.replaceFirst("\\(.*", "");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
