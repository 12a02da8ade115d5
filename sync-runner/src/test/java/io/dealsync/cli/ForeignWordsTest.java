package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.dealsync.cli.terminal.CleanStream;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What others wrote reaches people as text, and does nothing else. */
class ForeignWordsTest {

  private static final String EVIL = "\u001b[2J\u009b31m\u202e";

  private static void assertHarmless(Spoken spoken) {
    assertThat(spoken.all()).doesNotContain("\u001b", "\u009b", "\u202e");
  }

  @Test
  void names_and_contents_of_files_do_not_steer_the_terminal() throws IOException {
    try (Stage stage = Stage.open()) {
      Path file = stage.home().resolve("deals" + EVIL + "\n2026 ERROR forged.csv");
      Files.writeString(
          file, "deal_id,contact_id\n%s,2\n,\"3%s\nforged row\"\n3,4\n".formatted(EVIL, EVIL));

      Spoken imported = stage.run("import", file.toString(), "--source", "old");
      Spoken resolved = stage.run("resolve", "--source", "old");
      Spoken missing = stage.run("import", stage.home() + "/none" + EVIL);

      assertThat(imported.all()).contains("\\u001B[2J\\u009B31m\\u202E");
      assertHarmless(imported);
      assertThat(imported.all().lines()).noneMatch(line -> line.startsWith("2026 ERROR forged"));
      assertHarmless(resolved);
      assertHarmless(missing);
    }
  }

  @Test
  void texts_of_the_database_stay_on_their_line() {
    try (Stage stage = Stage.open().equalDeals(1)) {
      stage.run("sync");
      stage.sql(
          "UPDATE dealsync.run SET started_by = E'eve\\x1b[2J\\nrun 7 in sync' WHERE run_id > 0");

      Spoken runs = stage.run("show", "1");

      assertHarmless(runs);
      assertThat(runs.out()).contains("eve\\u001B[2J run 7 in sync");
      assertHarmless(stage.run("status"));

      stage.sql(
          "UPDATE dealsync.deal SET note = E'\\nRun 99 forged\\n' || repeat('N', 100000)"
              + " WHERE deal_id = 1");
      stage.sql(
          "INSERT INTO dealsync.hold (portal, deal_id, reason, detail) VALUES ('main', 1,"
              + " 'of-tomorrow', 'x')");
      Spoken explained = stage.run("explain", "1");
      assertThat(explained.all()).hasSizeLessThan(10_000).contains("of-tomorrow");
      assertThat(explained.all().lines()).noneMatch(line -> line.startsWith("Run 99"));
    }
  }

  @Test
  void texts_of_the_database_are_bounded_and_harmless_in_json_too() {
    try (Stage stage = Stage.open().equalDeals(1)) {
      stage.run("sync");
      stage.sql(
          "UPDATE dealsync.run SET explanation = E'\\x1b[2J\u009b31m\u202e' || repeat('N',"
              + " 3000000), outcome = E'all\n"
              + "forged', command = E'sync\n"
              + "forged'",
          "UPDATE dealsync.deal SET note = E'\nRun 99 forged' || repeat('N', 3000000)",
          "INSERT INTO dealsync.hold (portal, deal_id, reason, detail) SELECT portal, deal_id,"
              + " 'of-tomorrow', E'x\u009b\u202e' FROM dealsync.deal");
      String deal = stage.value("SELECT deal_id FROM dealsync.deal");
      for (String[] command :
          new String[][] {
            {"runs", "--json"},
            {"show", "1"},
            {"status"},
            {"status", "--json"},
            {"explain", deal},
            {"explain", deal, "--json"}
          }) {
        Spoken spoken = stage.run(command);
        assertHarmless(spoken);
        assertThat(spoken.all().length()).isLessThan(60_000);
        assertThat(spoken.all().lines()).noneMatch(line -> line.startsWith("forged"));
        assertThat(spoken.all().lines()).noneMatch(line -> line.startsWith("Run 99"));
        assertThat(spoken.all()).doesNotContain("Something unexpected");
      }
    }
  }

  @Test
  void a_log_line_stays_one_line() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    try {
      LogSetup setup = new LogSetup();
      setup.setContext(context);
      setup.configure(context);
      context
          .getLogger("io.dealsync.test")
          .warn("said: {}", "no\r\n2026-01-01T00:00:00Z ERROR forged" + EVIL);
      context.getLogger("io.dealsync.test").warn("failed", new IllegalStateException("no" + EVIL));
    } finally {
      context.stop();
      System.setErr(before);
    }

    String logged = bytes.toString(StandardCharsets.UTF_8);
    assertThat(logged.lines().findFirst().orElseThrow())
        .contains("said: no  2026-01-01T00:00:00Z ERROR forged");
    assertThat(logged.lines().skip(1).findFirst().orElseThrow()).endsWith("failed");
    assertThat(logged)
        .contains("IllegalStateException", "\tat ")
        .doesNotContain("\u001b", "\u202e");
  }

  @Test
  void the_console_lets_line_breaks_and_every_script_pass() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = CleanStream.around(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    out.println("Сделка\t1");
    out.printf(Locale.ROOT, "%s %d%n", "a" + EVIL, 5);
    out.append("b" + EVIL).append('c').print('\r');
    out.println((Object) null);

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "Сделка\t1\na\\u001B[2J\\u009B31m\\u202E 5\nb\\u001B[2J\\u009B31m\\u202Ec\rnull\n");
  }
}
