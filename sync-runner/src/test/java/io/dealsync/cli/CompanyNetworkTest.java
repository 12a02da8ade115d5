package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.AuthenticatingProxy;
import io.dealsync.testing.Cli;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import io.dealsync.testing.TlsFront;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A portal with a certificate of the company's own, and a proxy on the way to it. */
class CompanyNetworkTest {

  /** No portal says so; whoever hears it has got through to there. */
  private static final String REACHED = "{\"error\":\"PORTAL_DELETED\"}";

  @TempDir Path folder;

  private final Stage stage = Stage.open();
  private TlsFront front;

  @BeforeEach
  void start() {
    front = TlsFront.start(folder, REACHED, "-ext", "san=dns:localhost,dns:portal.test");
  }

  @AfterEach
  void close() {
    front.close();
    stage.close();
  }

  private Cli portalAt(String place) {
    return stage.cli().with("DEALSYNC_WEBHOOK", "https://" + place + "/rest/1/abc/");
  }

  private String configuration(String network) throws IOException {
    return Files.writeString(folder.resolve("dealsync.yaml"), "network:\n" + network).toString();
  }

  @Test
  void an_unknown_authority_is_told_with_the_key_that_makes_it_known() throws IOException {
    Cli cli = portalAt("localhost:" + front.port());

    Spoken unknown = cli.run("check");
    Spoken known =
        cli.run("check", "--config", configuration("  trust: " + front.certificate() + "\n"));
    Spoken wrongFile = cli.run("check", "--config", configuration("  trust: /none.pem\n"));

    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.out()).contains("vouches for its certificate", "network.trust");
    assertThat(known.out()).contains("was deleted").doesNotContain("certificate");
    assertThat(wrongFile.code()).isEqualTo(ExitCode.USAGE);
    assertThat(wrongFile.out()).contains("network.trust cannot be used: /none.pem");
  }

  @Test
  void the_environments_proxy_is_honoured_as_by_other_programs() throws IOException {
    String trust = configuration("  trust: " + front.certificate() + "\n");
    Cli cli = portalAt("portal.test");
    try (AuthenticatingProxy proxy = new AuthenticatingProxy(front.port(), "us", "p@ss+w0rd")) {
      Cli proxied = cli.with("HTTPS_PROXY", "http://us:p%40ss+w0rd@127.0.0.1:" + proxy.port());

      assertThat(proxied.run("check", "--config", trust).out()).contains("was deleted");
      assertThat(proxied.with("NO_PROXY", "test").run("check", "--config", trust).out())
          .contains("its name is not known");
      Spoken wrong =
          cli.with("HTTPS_PROXY", "http://us:wr0ng@127.0.0.1:" + proxy.port())
              .run("check", "--config", trust, "-v");

      assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
      assertThat(wrong.all()).contains("(HTTP 407)").doesNotContain("wr0ng");

      proxy.ask("Negotiate", "NTLM");
      Spoken noBasic =
          cli.with("HTTPS_PROXY", "http://us:n3ver@127.0.0.1:" + proxy.port())
              .run("check", "--config", trust);

      assertThat(noBasic.code()).isEqualTo(ExitCode.USAGE);
      assertThat(noBasic.all()).contains("asks for Negotiate, NTLM").doesNotContain("n3ver");
    }
  }

  @Test
  void a_proxy_that_cannot_be_used_hinders_only_who_needs_it() {
    Cli cli = portalAt("portal.test").with("https_proxy", "socks5://us:s3cretpw@proxy:1080");

    assertThat(cli.run("status").code()).isEqualTo(ExitCode.OK);
    Spoken check = cli.run("check", "-v");
    assertThat(check.code()).isEqualTo(ExitCode.USAGE);
    assertThat(check.all())
        .contains("The proxy in HTTPS_PROXY cannot be used")
        .doesNotContain("s3cretpw");
  }

  @Test
  void a_password_for_the_proxy_does_not_stand_in_the_file() throws IOException {
    Spoken refused =
        portalAt("portal.test")
            .run("check", "--config", configuration("  proxy: http://us:s3cretpw@proxy:3128\n"));

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.all()).contains("network.proxy-password").doesNotContain("s3cretpw");
  }
}
