package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.postgresql.ds.PGSimpleDataSource;

/** The round trips of docs/backup.md, where PostgreSQL's own programs are installed. */
@EnabledIf("isInstalled")
class PgDumpTest {

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final Path SWITCHES = Path.of("../db/restore");
  private static final String USER = "postgres";

  private static Path folder = Path.of("");
  private static int port;

  /** A server is started by anybody but root, who may be someone else for that. */
  static boolean isInstalled() {
    try {
      return programs().isPresent() && (!isRoot() || ends("runuser", "-u", USER, "--", "true"));
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static Optional<Path> programs() throws IOException {
    if (!Files.isDirectory(VERSIONS)) {
      return Optional.empty();
    }
    try (var versions = Files.list(VERSIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(
              bin ->
                  List.of("initdb", "pg_ctl", "createdb", "pg_dump", "pg_restore").stream()
                      .allMatch(name -> Files.isExecutable(bin.resolve(name))))
          .max(Comparator.naturalOrder());
    }
  }

  @BeforeAll
  static void start() throws Exception {
    folder = Files.createTempDirectory("dealsync-pg-dump");
    if (isRoot()) {
      assertThat(ends("chown", USER, folder.toString())).isTrue();
    }
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    call("initdb", "-D", "data", "-A", "trust", "-U", USER, "-E", "UTF8", "--no-sync");
    call(
        "pg_ctl",
        "-D",
        "data",
        "-w",
        "-l",
        "log",
        "-o",
        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
            .formatted(port),
        "start");
  }

  @AfterAll
  static void stop() throws Exception {
    call("pg_ctl", "-D", "data", "-m", "immediate", "stop");
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void a_database_comes_back_whole() throws Exception {
    String old = remembering("whole");

    call("pg_dump", "-h", "127.0.0.1", "-p", "" + port, "-U", USER, "-Fc", "-f", "whole.dump", old);
    create("whole_back");
    restore("whole_back", "whole.dump");

    requireSame(old, "whole_back");
  }

  @Test
  void the_schema_of_a_shared_database_comes_back_in_another() throws Exception {
    String old = remembering("shared");
    sql(old).run("CREATE TABLE public.of_others (id int)");

    call(
        "pg_dump",
        "-h",
        "127.0.0.1",
        "-p",
        "" + port,
        "-U",
        USER,
        "-Fc",
        "-n",
        "dealsync",
        "-f",
        "schema.dump",
        old);
    create("shared_back");
    restore("shared_back", "schema.dump");

    requireSame(old, "shared_back");
    assertThat(sql("shared_back").lines("SELECT to_regclass('public.of_others') IS NULL"))
        .containsExactly("t");
  }

  @Test
  void the_rows_alone_come_back_in_a_new_schema() throws Exception {
    String old = remembering("rows");

    call(
        "pg_dump",
        "-h",
        "127.0.0.1",
        "-p",
        "" + port,
        "-U",
        USER,
        "-Fc",
        "--data-only",
        "-n",
        "dealsync",
        "--exclude-table-data=dealsync.schema_version",
        "-f",
        "rows.dump",
        old);
    migrated("rows_back");
    sql("rows_back").run(Files.readString(SWITCHES.resolve("triggers-off.sql")));
    restore("rows_back", "rows.dump", "--data-only", "--single-transaction");
    sql("rows_back").run(Files.readString(SWITCHES.resolve("triggers-on.sql")));

    requireSame(old, "rows_back");
  }

  private static String remembering(String name) throws Exception {
    migrated(name);
    sql(name).run("INSERT INTO dealsync.portal (portal) VALUES ('main'), ('branch'), ('berlin')");
    sql(name).run(RestoreTest.MEMORY);
    return name;
  }

  private static void migrated(String name) throws Exception {
    create(name);
    try (Database database = Database.open(url(name), USER, "", 2)) {
      database.migrations().migrate();
    }
  }

  private static void create(String name) throws Exception {
    call("createdb", "-h", "127.0.0.1", "-p", "" + port, "-U", USER, name);
  }

  private static void restore(String database, String dump, String... further) throws Exception {
    List<String> words = new ArrayList<>(List.of("-h", "127.0.0.1", "-p", "" + port, "-U", USER));
    words.addAll(List.of(further));
    words.addAll(List.of("--exit-on-error", "--dbname=" + database, dump));
    call("pg_restore", words.toArray(String[]::new));
  }

  /** The rows, the numbers to come and the triggers. */
  private static void requireSame(String old, String restored) throws SQLException {
    assertThat(rows(restored)).isEqualTo(rows(old));
    sql(restored)
        .run("UPDATE dealsync.deal_contact SET sort = 5 WHERE (deal_id, contact_id) = (2, 6)");
    assertThat(sql(restored).lines("SELECT deal_id FROM dealsync.edited_deal"))
        .containsExactly("2");
    assertThat(
            sql(restored)
                .lines("SELECT * FROM dealsync.links_as_of(clock_timestamp()) ORDER BY 2, 3"))
        .isEqualTo(sql(restored).lines("SELECT * FROM dealsync.deal_contact ORDER BY 2, 3"));
  }

  private static Map<String, List<String>> rows(String database) throws SQLException {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (String table :
        sql(database)
            .lines(
                "SELECT relname FROM pg_class WHERE relnamespace = 'dealsync'::regnamespace AND"
                    + " relkind = 'r' AND relname <> 'schema_version' ORDER BY 1")) {
      rows.put(
          table,
          sql(database).lines("SELECT t::text FROM dealsync.%s AS t ORDER BY 1".formatted(table)));
    }
    return rows;
  }

  private static TestSql sql(String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url(database));
    source.setUser(USER);
    return new TestSql(source);
  }

  private static String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  private static void call(String program, String... words) throws Exception {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", USER, "--"));
    }
    command.add(programs().orElseThrow().resolve(program).toString());
    command.addAll(List.of(words));
    assertThat(ends(command.toArray(String[]::new))).as(String.join(" ", command)).isTrue();
  }

  private static boolean ends(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    if (Files.isDirectory(folder) && !folder.toString().isEmpty()) {
      builder.directory(folder.toFile());
    }
    return builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
