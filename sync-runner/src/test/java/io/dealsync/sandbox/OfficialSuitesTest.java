package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dealsync.testing.Checkout;
import io.dealsync.testing.TlsFront;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The official SDKs' own integration tests, written for real portals, against the sandbox. Needs
 * their sources: {@code -Dsdk.php=FOLDER}, {@code -Dsdk.js=FOLDER}; what is not there is skipped.
 */
@Tag("sdk")
class OfficialSuitesTest {

  private static final Path BOOTSTRAP = Path.of("src/test/php/bootstrap.php");

  private static final List<String> PHP_SUITES =
      List.of(
          "Deal/Service/DealContactTest.php",
          "Deal/Service/DealTest.php",
          "Deal/Service/BatchTest.php",
          "Contact/Service/ContactTest.php",
          "Contact/Service/ContactBatchTest.php");

  /**
   * What compares the SDK's annotations with a portal's fields, and a count of contacts that the
   * test forgets to add.
   */
  private static final String LEFT_OUT = "/^(?!.*(Annotat|ContactTest::testCountByFilter)).*$/";

  @TempDir Path folder;
  private SandboxPortal portal = SandboxPortal.start(SandboxOptions.defaults());

  @BeforeEach
  void fill() {
    SandboxSeed.ofDeals(130).fill(portal.state());
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void the_php_sdk_links_contacts_to_deals_and_handles_whole_records_and_batches()
      throws Exception {
    Checkout sdk = Checkout.at("sdk.php");
    assumeTrue(sdk.runs("php", "--version"), "PHP is not installed");
    assumeTrue(sdk.runs("phpunit", "--version"), "PHPUnit is not installed");

    for (String suite : PHP_SUITES) {
      Checkout.Result told =
          sdk.run(
              Map.of(
                  "BITRIX24_WEBHOOK", portal.webhookUrl().toString(),
                  "SDK", sdk.folder().toString(),
                  "INTEGRATION_TEST_LOG_LEVEL", "600"),
              List.of(
                  "phpunit",
                  "--no-configuration",
                  "--bootstrap",
                  BOOTSTRAP.toAbsolutePath().toString(),
                  "--filter",
                  LEFT_OUT,
                  "tests/Integration/Services/CRM/" + suite));

      assertThat(told.status()).as("%s: %s", suite, told.output()).isZero();
      assertThat(told.output()).as(suite).contains("OK (");
    }
  }

  @Test
  void the_javascript_sdk_sends_batches_in_every_form() throws Exception {
    Checkout sdk = Checkout.at("sdk.js");
    assumeTrue(sdk.runs("node", "--version"), "Node.js is not installed");
    Path work = sdk.javaScriptSuite(Path.of("target/js-suite"), Path.of("src/test/js"));

    try (TlsFront front =
        TlsFront.before(portal.baseUrl(), folder, "-ext", "san=dns:localhost,ip:127.0.0.1")) {
      String hook = "https://localhost:%d%s".formatted(front.port(), portal.webhookUrl().getPath());
      Checkout.Result told =
          sdk.run(
              work,
              Map.of("B24_HOOK", hook, "NODE_EXTRA_CA_CERTS", front.certificate().toString()),
              List.of("npx", "vitest", "run", "--config", "suite.config.mjs"));

      assertThat(told.status()).as(told.output()).isZero();
      assertThat(told.output()).contains("passed").doesNotContain("failed");
    }
  }
}
