package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.terminal.Console;
import io.dealsync.db.Database;
import io.dealsync.db.TestSchema;
import io.dealsync.db.testing.TestDatabase;
import io.dealsync.journal.RunLease;
import io.dealsync.run.StopSignal;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.rest.Quirk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ContractCheckTest {

  private static final String ROWS = "12/30/N 11/40/Y";

  @TempDir private Path folder;

  private Map<String, String> environment = Map.of();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final SandboxPortal sandbox =
      SandboxPortal.start(SandboxOptions.defaults().withQuirks(Quirk.TIES_REVERSED));

  @BeforeEach
  void fill() throws IOException {
    for (long contact = 11; contact <= 14; contact++) {
      sandbox.state().putContact(contact);
    }
    sandbox.state().putDeal(7, ROWS);
    Files.writeString(
        folder.resolve("dealsync.yaml"),
        """
        portals:
          main:
            limits:
              burst: 100000
              per-second: 100000
        """);
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  private int check(String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of("check", "--config", folder.resolve("dealsync.yaml").toString(), "--contract"));
    words.addAll(List.of(arguments));
    Console console = new Console(stream(out), stream(err), false);
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("DEALSYNC_WEBHOOK", sandbox.webhookUrl().toString());
    return new CommandTree(new CommandContext(console, variables, folder, StopSignal.NEVER))
        .run(words.toArray(String[]::new));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void without_yes_it_only_says_what_it_would_do() {
    assertThat(check("--deal", "7", "--contact", "13")).isEqualTo(ExitCode.OK);

    assertThat(said()).contains("deal 7 has " + ROWS, "13, 12, 11", "Run it with --yes.");
    assertThat(sandbox.counters().snapshot().commands("crm.deal.contact.items.set")).isZero();
  }

  @Test
  void with_yes_it_tells_what_it_saw_and_puts_the_deal_back() {
    assertThat(check("--deal", "7", "--contact", "13", "--contact", "14", "--yes"))
        .isEqualTo(ExitCode.OK);

    assertThat(said())
        .contains("✓  S10: crm.deal.contact.items.set", "--quirk ties-reversed")
        .doesNotContain("✗");
    assertThat(said())
        .containsPattern("36 of 36 statements tried hold; 1\\d of 18 open questions answered")
        .contains("The deals have their links back.");
    assertThat(complained()).contains("deal 7 has " + ROWS);
    assertThat(sandbox.state().linksText(7)).isEqualTo(ROWS);
    assertThat(said() + complained()).doesNotContain(sandbox.access().secret());
  }

  @Test
  void with_json_it_tells_the_same_as_one_document() {
    assertThat(check("--deal", "7", "--yes", "--json")).isEqualTo(ExitCode.OK);

    JsonNode document = JsonMapper.shared().readTree(said());
    assertThat(document.path("kept").asBoolean()).isTrue();
    assertThat(document.path("quirks").get(0).asString()).isEqualTo("ties-reversed");
    assertThat(document.path("vectors")).isNotEmpty();
    assertThat(document.path("not_restored")).isEmpty();
  }

  private Path kept() {
    return folder.resolve("var").resolve("contract-check-main.txt");
  }

  @Test
  void what_a_check_that_was_cut_off_has_left_is_put_back_first() throws IOException {
    Files.createDirectories(folder.resolve("var"));
    Files.writeString(kept(), "8 14/20/Y\n");
    sandbox.state().putDeal(8, "11/10/N 12/20/N");

    assertThat(check("--deal", "7")).isEqualTo(ExitCode.OK);
    assertThat(said()).contains("An earlier check was cut off; --yes puts back first: deal 8.");
    assertThat(sandbox.state().linksText(8)).isEqualTo("11/10/N 12/20/N");

    assertThat(check("--deal", "7", "--yes")).isEqualTo(ExitCode.OK);
    assertThat(complained()).contains("An earlier check was cut off; put back: deal 8.");
    assertThat(sandbox.state().linksText(8)).isEqualTo("14/20/Y");
    assertThat(kept()).doesNotExist();
  }

  @Test
  void what_cannot_be_put_back_stays_in_its_file() throws IOException {
    Files.createDirectories(folder.resolve("var"));
    Files.writeString(kept(), "99 14/20/Y\n");

    assertThat(check("--deal", "7", "--yes")).isEqualTo(ExitCode.ERROR);

    assertThat(complained()).contains("deal 99 had 14/20/Y", "delete " + kept());
    assertThat(kept()).exists();
    assertThat(sandbox.state().linksText(7)).isEqualTo(ROWS);
  }

  @Test
  void a_run_on_the_portal_keeps_it_away() {
    try (TestDatabase database = TestSchema.migrated().open();
        Database runs =
            Database.open(database.jdbcUrl(), database.user(), database.password(), 2)) {
      environment =
          Map.of(
              "DEALSYNC_DB_URL", database.jdbcUrl(),
              "DEALSYNC_DB_USER", database.user(),
              "DEALSYNC_DB_PASSWORD", database.password());
      try (RunLease run = runs.leases().acquire("main", "sync")) {
        assertThat(run).isNotNull();
        assertThat(check("--deal", "7", "--yes")).isEqualTo(ExitCode.AGAIN);
      }
      assertThat(complained()).contains("Portal main is busy: sync");
      assertThat(sandbox.counters().snapshot().requests()).isZero();

      assertThat(check("--deal", "7", "--yes")).isEqualTo(ExitCode.OK);
    }
  }

  @Test
  void deals_that_are_not_named_or_not_fit_are_a_matter_for_the_user() {
    sandbox.state().putDeal(8, "11/10/Y 12/10/Y");

    assertThat(check()).isEqualTo(ExitCode.USAGE);
    assertThat(complained()).contains("--deal ID");
    assertThat(check("--deal", "8", "--yes")).isEqualTo(ExitCode.USAGE);
    assertThat(complained()).contains("deal 8 could not be put back exactly");
  }
}
