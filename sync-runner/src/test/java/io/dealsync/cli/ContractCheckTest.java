package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
    return new CommandTree(
            new CommandContext(
                console,
                Map.of("DEALSYNC_WEBHOOK", sandbox.webhookUrl().toString()),
                folder,
                StopSignal.NEVER))
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

  @Test
  void deals_that_are_not_named_or_not_fit_are_a_matter_for_the_user() {
    sandbox.state().putDeal(8, "11/10/Y 12/10/Y");

    assertThat(check()).isEqualTo(ExitCode.USAGE);
    assertThat(complained()).contains("--deal ID");
    assertThat(check("--deal", "8", "--yes")).isEqualTo(ExitCode.USAGE);
    assertThat(complained()).contains("deal 8 could not be put back exactly");
  }
}
