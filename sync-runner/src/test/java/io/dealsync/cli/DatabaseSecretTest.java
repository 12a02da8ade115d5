package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Cli;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However the way into the database is blocked, nobody gets to see the password. */
class DatabaseSecretTest {

  private static final String PASSWORD = "T0p-s3cret";
  private static final List<String[]> AT_THE_SERVER =
      List.of(new String[] {"check", "--json"}, new String[] {"status", "-v"});
  private static final List<String[]> NOWHERE =
      List.of(
          new String[] {"init", "--no-file"},
          new String[] {"sync", "-v"},
          new String[] {"serve", "-v"});

  private static Stage stage;

  @BeforeAll
  static void setUp() {
    stage = Stage.open();
  }

  @AfterAll
  static void tearDown() {
    stage.close();
  }

  /** A way to write the URL: of a server at a place, for a database. */
  private enum Form {
    HOSTER((place, name) -> "postgres://app:" + PASSWORD + "@" + place + "/" + name),
    JDBC_WITH_USER((place, name) -> "jdbc:postgresql://app:" + PASSWORD + "@" + place + "/" + name),
    PARAMETER(
        (place, name) ->
            "jdbc:postgresql://" + place + "/" + name + "?user=app&password=" + PASSWORD),
    ANOTHER_PRODUCT((place, name) -> "mysql://app:" + PASSWORD + "@" + place + "/" + name),
    UNENCODED((place, name) -> "postgres://app:" + PASSWORD + "@#/@" + place + "/" + name),
    KEY_OF_ITS_OWN((place, name) -> "jdbc:postgresql://" + place + "/" + name);

    private final BiFunction<String, String, String> url;

    Form(BiFunction<String, String, String> url) {
      this.url = url;
    }

    Cli on(String place, String name) {
      Cli cli = stage.cli().with("DEALSYNC_DB_URL", url.apply(place, name));
      return this == KEY_OF_ITS_OWN
          ? cli.with("DEALSYNC_DB_USER", "app").with("DEALSYNC_DB_PASSWORD", PASSWORD)
          : cli.without("DEALSYNC_DB_USER").without("DEALSYNC_DB_PASSWORD");
    }
  }

  private static String place() {
    return stage
        .database()
        .jdbcUrl()
        .replaceFirst("^jdbc:postgresql://", "")
        .replaceFirst("/.*", "");
  }

  private static String nowhere() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_password_stays_secret_whatever_is_wrong(Form form) throws IOException {
    requireSilence(form.on(place(), stage.database().name()), AT_THE_SERVER);
    requireSilence(form.on(nowhere(), "x"), NOWHERE);
  }

  private static void requireSilence(Cli cli, List<String[]> commands) {
    for (String[] command : commands) {
      Spoken spoken = cli.run(command);

      assertThat(spoken.all())
          .as(String.join(" ", command))
          .isNotBlank()
          .doesNotContain(PASSWORD, Stage.SECRET);
      assertThat(spoken.code()).as(spoken.all()).isIn(ExitCode.USAGE, ExitCode.AGAIN);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HOSTER", "JDBC_WITH_USER", "PARAMETER"})
  void a_url_with_user_and_password_leads_into_the_database(Form form) {
    String url =
        form.url
            .apply(place(), stage.database().name())
            .replace("app", stage.database().user())
            .replace(PASSWORD, stage.database().password());
    Cli cli =
        stage
            .cli()
            .with("DEALSYNC_DB_URL", url)
            .without("DEALSYNC_DB_USER")
            .without("DEALSYNC_DB_PASSWORD");

    Spoken spoken = cli.run("status");

    assertThat(spoken.code()).as(spoken.all()).isEqualTo(ExitCode.OK);
  }
}
