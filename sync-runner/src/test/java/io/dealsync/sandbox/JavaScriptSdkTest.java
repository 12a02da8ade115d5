package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.dealsync.testing.JavaScriptSdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The official JavaScript SDK as an independent client: it knows nothing of the sandbox and must
 * not notice. Runs where Node.js and npm are present and the SDK can be installed.
 */
class JavaScriptSdkTest {

  private static Path work = Path.of(".");

  @BeforeAll
  static void install() throws Exception {
    try {
      work = JavaScriptSdk.install(Path.of("."));
    } catch (JavaScriptSdk.Unavailable unavailable) {
      abort(unavailable.getMessage());
    }
  }

  private record Result(int status, String output, String errors) {}

  private static Result run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("sdk", ".out");
    Path err = Files.createTempFile("sdk", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .directory(work.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return new Result(-1, "", command[0] + " took more than two minutes");
    }
    Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    Files.delete(out);
    Files.delete(err);
    return result;
  }

  @Test
  void single_calls_batches_by_chunk_and_lists_work_as_against_a_real_portal() throws Exception {
    try (SandboxPortal portal = SandboxPortal.start(SandboxOptions.defaults())) {
      SandboxSeed.ofDeals(130).withLinksPerDeal("1-3").withContacts(40).fill(portal.state());
      portal.state().putDeal(1, "55/10/Y");
      int[] links = new int[120];
      for (int deal = 2; deal <= 120; deal++) {
        links[deal - 1] = portal.state().links(deal).size();
      }
      links[0] = 2;

      Result sdk =
          run(Map.of("SANDBOX_WEBHOOK", portal.webhookUrl().toString()), "node", "sdk.mjs");

      assertThat(sdk.status()).as(sdk.errors()).isZero();
      JsonNode told = PortalClient.json(sdk.output().lines().reduce((a, b) -> b).orElseThrow());
      assertThat(told.path("add").asBoolean()).isTrue();
      assertThat(told.path("get").toString())
          .isEqualTo(
              """
              [{"CONTACT_ID":55,"SORT":10,"ROLE_ID":0,"IS_PRIMARY":"N"},\
              {"CONTACT_ID":500,"SORT":20,"ROLE_ID":0,"IS_PRIMARY":"Y"}]""");
      assertThat(told.path("refused").path("status").asInt()).isEqualTo(400);
      assertThat(told.path("missing").toString()).contains("NOT_FOUND");
      assertThat(told.path("chunked").path("success").asBoolean()).isTrue();
      assertThat(told.path("chunked").path("links").valueStream().mapToInt(JsonNode::asInt))
          .containsExactly(Arrays.stream(links).boxed().toArray(Integer[]::new));
      assertThat(told.path("named").path("errors").toString()).contains("Item not found");
      assertThat(told.path("items").asInt()).isEqualTo(130);
      assertThat(told.path("deals").asInt()).isEqualTo(130);
      assertThat(portal.counters().snapshot().commands("crm.deal.contact.items.get"))
          .isEqualTo(122);
    }
  }
}
