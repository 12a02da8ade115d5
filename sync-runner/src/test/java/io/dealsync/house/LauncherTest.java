package io.dealsync.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with a build and a Java that only write down what they see. */
@Timeout(60)
class LauncherTest {

  private static final String SECRET = "s3cret-in-the-environment";

  @TempDir Path folder;

  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(folder.resolve("jdk/bin"));
    Files.createDirectories(folder.resolve("sync-runner"));
    Files.writeString(folder.resolve("pom.xml"), "<project/>");
    Files.copy(Path.of("../dealsync"), folder.resolve("dealsync"));
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"21.0.1\"\n");
    script(
        "mvnw", "env >build.env; mkdir -p sync-runner/target; : >sync-runner/target/dealsync.jar");
    script("jdk/bin/javac", ":");
    script(
        "jdk/bin/java",
        "case \"$*\" in *warm-up*) env >'%1$s/training.env' ;; *) env >'%1$s/run.env'; echo \"$*\" >'%1$s/run.arguments' ;; esac"
            .formatted(folder));
  }

  private void script(String name, String body) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private ProcessBuilder command(String... arguments) {
    String[] command = new String[arguments.length + 2];
    command[0] = "sh";
    command[1] = folder.resolve("dealsync").toString();
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    return builder;
  }

  private String launch(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = command(arguments);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** It goes on in the background, while and after the command runs. */
  private void awaitTraining() throws InterruptedException {
    while (!Files.exists(folder.resolve("sync-runner/target/cds-21.0.1"))) {
      Thread.sleep(10);
    }
  }

  private String seen(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  @Test
  void builds_and_trainings_see_no_secrets_and_the_command_does() throws Exception {
    launch(
        Map.of(
            "DEALSYNC_WEBHOOK",
            "https://acme.example/rest/1/" + SECRET + "/",
            "DEALSYNC_DB_PASSWORD",
            SECRET,
            "DEALSYNC_DB_URL",
            "jdbc:postgresql://db/x?password=" + SECRET,
            "COMPANYS_OWN_NAME",
            SECRET,
            "LINES",
            "first\nDEALSYNC_DB_PASSWORD=" + SECRET + "\nlast",
            "MAVEN_OPTS",
            "-Dkept=yes"),
        "status");

    assertThat(seen("build.env"))
        .contains("PATH=", "MAVEN_OPTS=-Dkept=yes", "JAVA_HOME=" + folder.resolve("jdk"))
        .doesNotContain(SECRET);
    awaitTraining();
    assertThat(seen("training.env")).contains("PATH=").doesNotContain(SECRET);
    assertThat(seen("run.env")).contains("DEALSYNC_DB_PASSWORD=" + SECRET, "COMPANYS_OWN_NAME");
  }

  @Test
  void a_process_without_memory_ends() throws Exception {
    launch(Map.of(), "serve");

    assertThat(seen("run.arguments")).contains("-XX:+ExitOnOutOfMemoryError", " serve");
  }

  @Test
  void the_training_delays_no_command() throws Exception {
    script(
        "jdk/bin/java",
        "case \"$*\" in *warm-up*) while [ ! -e '%1$s/ran' ]; do sleep 0.01; done ;; *) : >'%1$s/ran' ;; esac"
            .formatted(folder));

    launch(Map.of(), "status");
    awaitTraining();

    assertThat(folder.resolve("ran")).exists();
  }

  @Test
  void who_builds_an_image_has_the_training_done_at_once() throws Exception {
    launch(Map.of(), "warm-up");

    assertThat(folder.resolve("sync-runner/target/cds-21.0.1")).isDirectory();
    assertThat(folder.resolve("run.env")).doesNotExist();
  }

  @Test
  void a_build_says_what_it_is_doing_and_shows_only_what_went_wrong() throws Exception {
    script(
        "mvnw",
        """
        say() { echo "$1"; while [ ! -e "$2" ]; do sleep 0.05; done; }
        say 'Downloaded from central: https://repo.example/a.pom (1 kB)' '%1$s/downloading'
        say '[INFO] --- compiler:3.14.0:compile (default-compile) @ sync-core ---' '%1$s/compiling'
        echo '[ERROR] no space left'
        exit 1
        """
            .formatted(folder));
    ProcessBuilder builder = command("status");
    Process process = builder.start();
    StringBuilder said = new StringBuilder();
    try (var lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        for (String stage : List.of("downloading", "compiling")) {
          if (line.contains("dealsync:   " + stage)) {
            Files.writeString(folder.resolve(stage), "");
          }
        }
      }
    }

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said.toString())
        .contains("dealsync:   downloading libraries", "dealsync:   compiling", "no space left")
        .doesNotContain("repo.example", "[INFO]");
  }

  @Test
  void the_command_knows_how_it_was_called() throws Exception {
    launch(Map.of(), "status");

    assertThat(seen("run.arguments"))
        .contains("-Ddealsync.program=" + folder.resolve("dealsync") + " ");

    Files.setPosixFilePermissions(
        folder.resolve("dealsync"), PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder onThePath = command("status").command("sh", "-c", "dealsync status");
    onThePath.environment().merge("PATH", folder.toString(), (path, added) -> added + ":" + path);
    assertThat(onThePath.start().waitFor()).isZero();

    assertThat(seen("run.arguments")).contains("-Ddealsync.program=dealsync ");
  }

  @Test
  void files_in_any_script_are_seen_without_a_locale() throws Exception {
    Path file = Files.writeString(folder.resolve("выгрузка.csv"), "deal;contact\n");
    script(
        "jdk/bin/java",
        "exec '%s/bin/java' -cp '%s' io.dealsync.house.FileSeen \"$NAME\""
            .formatted(System.getProperty("java.home"), testClasses()));

    for (String locale : List.of("C", "POSIX", "de_XX.ISO-8859-1")) {
      String said = launch(Map.of("LC_ALL", locale, "NAME", file.toString()), "status");

      assertThat(said).as(locale).contains("seen: выгрузка.csv");
    }
  }

  private static Path testClasses() throws URISyntaxException {
    return Path.of(FileSeen.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
