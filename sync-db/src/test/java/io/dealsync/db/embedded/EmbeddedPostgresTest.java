package io.dealsync.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class EmbeddedPostgresTest {
  /** Creating one takes a second; most tests leave it as they found it. */
  @TempDir static Path common;

  @TempDir Path own;

  @Test
  void a_new_home_gets_a_server_with_an_ordinary_owner_of_a_utf8_database() throws Exception {
    try (var postgres = open(newHome())) {
      assertThat(ask(postgres, "SELECT current_user")).isEqualTo("dealsync");
      assertThat(ask(postgres, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
          .isEqualTo("f");
      assertThat(ask(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(ask(postgres, "SELECT datcollate FROM pg_database WHERE datname = 'dealsync'"))
          .isEqualTo("C");
      assertThat(ask(postgres, "CREATE TABLE t (c text); INSERT INTO t VALUES ('Ж') RETURNING c"))
          .isEqualTo("Ж");
    }
  }

  @Test
  void commits_are_on_disk_before_they_are_answered_unless_the_data_is_disposable()
      throws Exception {
    try (var postgres = EmbeddedPostgres.open(newHome())) {
      assertThat(ask(postgres, "SHOW fsync")).isEqualTo("on");
      assertThat(ask(postgres, "SHOW synchronous_commit")).isEqualTo("on");
    }
  }

  @Test
  void the_server_listens_on_loopback_only() throws Exception {
    try (var postgres = open()) {
      assertThat(ask(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void a_wrong_password_is_refused() {
    try (var postgres = open()) {
      assertThatThrownBy(
              () -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "wrong"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void the_password_is_in_one_file_of_the_owner_and_in_no_command_line_or_log() throws Exception {
    try (var postgres = open(newHome())) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(postgres.passwordFile())))
          .isEqualTo("rw-------");
      assertThat(Files.readString(postgres.passwordFile())).contains(postgres.password());
      assertThat(newHome().resolve("pwfile")).doesNotExist();
      assertThat(Files.readString(newHome().resolve("server.log")))
          .doesNotContain(postgres.password());
      assertThat(Files.readString(Path.of("/proc", "" + postgres.pid(), "cmdline")))
          .doesNotContain(postgres.password());
      assertThat(postgres.toString()).doesNotContain(postgres.password());
    }
  }

  @Test
  void nobody_else_may_look_into_a_home_not_even_one_that_was_open() throws Exception {
    open(newHome()).close();
    assertThat(List.of(mode(newHome()), mode(newHome().getParent()))).containsOnly("rwx------");
    assertThat(List.of(mode(newHome().resolve("server.log")), mode(newHome().resolve("port"))))
        .containsOnly("rw-------");

    Files.setPosixFilePermissions(newHome(), PosixFilePermissions.fromString("rwxr-xr-x"));
    open(newHome()).close();
    assertThat(mode(newHome())).isEqualTo("rwx------");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void a_password_file_that_others_may_write_is_not_used() throws Exception {
    open(newHome()).close();
    Files.setPosixFilePermissions(
        newHome().resolve("pgpass"), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThatThrownBy(() -> open(newHome()))
        .isInstanceOf(FolderRefusedException.class)
        .hasMessageContaining("others may write it")
        .hasMessageContaining("chmod 600");
  }

  @Test
  void a_second_open_in_the_same_process_attaches() throws Exception {
    try (var first = open()) {
      try (var second = open()) {
        assertThat(second.pid()).isEqualTo(first.pid());
      }
      assertThat(ask(first, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void a_second_process_attaches_and_the_last_one_to_leave_stops_the_server() throws Exception {
    var first = ChildJvm.opening(commonHome());
    long pid = first.serverPid();
    try (var second = open()) {
      assertThat(second.pid()).isEqualTo(pid);
      first.close();
      assertThat(ask(second, "SELECT 1")).isEqualTo("1");
    }
    assertThat(isRunning(pid)).isFalse();
  }

  @Test
  void the_starter_leaves_the_server_to_those_who_are_attached() throws Exception {
    var starter = open();
    try (var guest = ChildJvm.opening(commonHome())) {
      assertThat(guest.serverPid()).isEqualTo(starter.pid());
      starter.close();
      assertThat(isRunning(starter.pid())).isTrue();
    }
    assertThat(isRunning(starter.pid())).isFalse();
  }

  @Test
  void two_processes_that_start_at_once_share_one_server() throws Exception {
    try (var one = ChildJvm.opening(newHome());
        var other = ChildJvm.opening(newHome())) {
      assertThat(one.serverPid()).isEqualTo(other.serverPid());
    }
  }

  @Test
  void close_stops_the_server_and_may_be_repeated() {
    var postgres = open();
    postgres.close();
    postgres.close();
    assertThat(isRunning(postgres.pid())).isFalse();
    assertThat(commonHome().resolve("data/postmaster.pid")).doesNotExist();
  }

  @Test
  void data_password_and_port_are_kept() throws Exception {
    var before = open();
    run(before, "CREATE TABLE kept AS SELECT 42 AS n");
    before.close();
    try (var after = open()) {
      assertThat(ask(after, "SELECT n FROM kept")).isEqualTo("42");
      assertThat(after.password()).isEqualTo(before.password());
      assertThat(after.port()).isEqualTo(before.port());
    }
  }

  @Test
  void another_port_is_chosen_when_the_kept_one_is_taken() throws Exception {
    var before = open();
    before.close();
    try (var intruder = new ServerSocket(before.port(), 1, InetAddress.getByName("127.0.0.1"));
        var after = open()) {
      assertThat(after.port()).isNotEqualTo(intruder.getLocalPort());
      assertThat(ask(after, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void the_server_of_a_killed_process_is_taken_over() throws Exception {
    var victim = ChildJvm.opening(commonHome());
    long pid = victim.serverPid();
    victim.kill();
    assertThat(isRunning(pid)).isTrue();
    try (var heir = open()) {
      assertThat(heir.pid()).isEqualTo(pid);
      assertThat(ask(heir, "SELECT 1")).isEqualTo("1");
    }
    assertThat(isRunning(pid)).isFalse();
  }

  @Test
  void a_server_that_died_with_its_process_is_started_again() throws Exception {
    var victim = ChildJvm.opening(commonHome());
    long pid = victim.serverPid();
    victim.kill();
    killServer(pid);
    try (var heir = open()) {
      assertThat(heir.pid()).isNotEqualTo(pid);
      assertThat(ask(heir, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void a_server_that_died_under_an_open_handle_is_started_again_by_the_next_open()
      throws Exception {
    try (var before = open()) {
      killServer(before.pid());
      try (var after = open()) {
        assertThat(after.pid()).isNotEqualTo(before.pid());
        assertThat(ask(after, "SELECT 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void a_pid_that_went_to_another_program_does_not_prevent_the_start() throws Exception {
    var before = open();
    before.close();
    long someoneElse = ProcessHandle.current().pid();
    Files.writeString(
        commonHome().resolve("data/postmaster.pid"),
        someoneElse + "\n/elsewhere\n1700000000\n5432\n\n127.0.0.1\n  1 1\nready   \n");
    try (var after = open()) {
      assertThat(ask(after, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void an_interrupted_creation_leaves_nothing_in_the_way() throws Exception {
    Files.createDirectories(newHome().resolve("data.part/base"));
    Files.writeString(newHome().resolve("data.part/PG_VERSION"), "18\n");
    try (var postgres = open(newHome())) {
      assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
    }
    assertThat(newHome().resolve("data.part")).doesNotExist();
  }

  @Test
  void a_home_that_cannot_be_a_folder_is_named_with_the_way_out() throws Exception {
    Files.createDirectories(newHome().getParent());
    Files.writeString(newHome(), "in the way");
    assertThatThrownBy(() -> open(newHome()))
        .isInstanceOf(FolderRefusedException.class)
        .hasMessageContaining(newHome().toString())
        .hasMessageContaining("DEALSYNC_DB_URL");
  }

  @Test
  void data_of_another_major_version_is_refused_and_left_alone() throws Exception {
    open(newHome()).close();
    Files.writeString(newHome().resolve("data/PG_VERSION"), "9.6\n");
    assertThatThrownBy(() -> open(newHome()))
        .isInstanceOf(FolderRefusedException.class)
        .hasMessageContaining("made by PostgreSQL 9.6");
  }

  @Test
  void what_the_server_says_when_it_does_not_start_is_passed_on() throws Exception {
    open(newHome()).close();
    Files.writeString(newHome().resolve("data/postgresql.auto.conf"), "no_such_setting = 1\n");
    assertThatThrownBy(() -> open(newHome()))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("no_such_setting")
        .hasMessageContaining("server.log");
  }

  private static Path commonHome() {
    return common.resolve("a home with spaces");
  }

  private Path newHome() {
    return own.resolve("new/home");
  }

  private static EmbeddedPostgres open() {
    return open(commonHome());
  }

  private static EmbeddedPostgres open(Path home) {
    return EmbeddedPostgres.open(home, Durability.DISPOSABLE);
  }

  private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        var statement = connection.createStatement()) {
      boolean isResult = statement.execute(sql);
      while (!isResult) {
        isResult = statement.getMoreResults();
      }
      var rows = statement.getResultSet();
      rows.next();
      return rows.getString(1);
    }
  }

  private static void run(EmbeddedPostgres postgres, String... statements) throws SQLException {
    try (Connection connection = connect(postgres);
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }

  /** A process whose parent died may stay as a zombie where nobody collects it. */
  private static boolean isRunning(long pid) {
    try {
      return Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline")).length > 0;
    } catch (IOException gone) {
      return false;
    }
  }

  private static void killServer(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    assertThat(ProcessWait.until(() -> !isRunning(pid), Duration.ofSeconds(20))).isTrue();
  }
}
