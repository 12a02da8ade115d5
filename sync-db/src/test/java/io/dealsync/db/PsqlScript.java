package io.dealsync.db;

import java.io.FileReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/**
 * A script for psql as far as this repository's scripts go: variables, a role with a default, \copy
 * and \ir.
 */
public final class PsqlScript {

  private static final Pattern DEFAULT_ROLE = Pattern.compile("  \\\\set role (\\w+)");
  private static final Pattern COPY = Pattern.compile("\\\\copy (.+) FROM '(.+)' (WITH .+)");

  private final Path file;

  public PsqlScript(String file) {
    this.file = Path.of("../db").resolve(file);
  }

  /** Its statements, in order; \copy lines are among them. */
  List<String> statements() throws IOException {
    List<String> statements = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      String code = line.replaceFirst("--.*", "").stripTrailing();
      if (code.startsWith("\\copy")) {
        statements.add(code);
      } else if (code.startsWith("\\ir ")) {
        statements.addAll(new PsqlScript("grants/" + code.substring(4).strip()).statements());
      } else if (!code.startsWith("\\") && !code.startsWith("  \\") && !code.isBlank()) {
        current.append(code).append('\n');
        boolean inBody = current.toString().split("\\$\\$", -1).length % 2 == 0;
        if (code.endsWith(";") && !inBody) {
          statements.add(current.toString());
          current.setLength(0);
        }
      }
    }
    return statements;
  }

  /**
   * Runs it in one session; files of \copy are looked for in a folder.
   *
   * @return the rows of its queries, one list a query
   */
  public List<List<String>> run(Connection connection, Path folder)
      throws IOException, SQLException {
    return run(connection, defaultRole(), folder);
  }

  /** As above, with {@code -v role=…}. */
  public List<List<String>> run(Connection connection, String role, Path folder)
      throws IOException, SQLException {
    return run(connection, Map.of("role", role), folder);
  }

  /** As above, with {@code -v name=value} for each. */
  public List<List<String>> run(Connection connection, Map<String, String> variables, Path folder)
      throws IOException, SQLException {
    List<List<String>> answers = new ArrayList<>();
    try (Statement sql = connection.createStatement()) {
      for (String statement : statements()) {
        Matcher copy = COPY.matcher(statement);
        if (copy.matches()) {
          copy(connection, copy, folder);
        } else if (sql.execute(filled(statement, variables))) {
          answers.add(TestSql.lines(sql.getResultSet()));
        }
      }
    }
    return answers;
  }

  private static String filled(String statement, Map<String, String> variables) {
    String text = statement;
    for (Map.Entry<String, String> each : variables.entrySet()) {
      text =
          text.replace(":\"" + each.getKey() + "\"", '"' + each.getValue() + '"')
              .replace(":'" + each.getKey() + "'", "'" + each.getValue() + "'");
    }
    return text;
  }

  /** The role that a script of grants is for when none is named; blank in other scripts. */
  String defaultRole() throws IOException {
    return Files.readAllLines(file).stream()
        .map(DEFAULT_ROLE::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .findFirst()
        .orElse("");
  }

  private static void copy(Connection connection, Matcher copy, Path folder)
      throws IOException, SQLException {
    try (Reader lines =
        new FileReader(folder.resolve(copy.group(2)).toFile(), StandardCharsets.UTF_8)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY " + copy.group(1) + " FROM STDIN " + copy.group(3), lines);
    }
  }
}
