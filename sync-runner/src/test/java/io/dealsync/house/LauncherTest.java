package io.dealsync.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

  private String launch(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 2];
    command[0] = "sh";
    command[1] = folder.resolve("dealsync").toString();
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
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
    assertThat(seen("training.env")).contains("PATH=").doesNotContain(SECRET);
    assertThat(seen("run.env")).contains("DEALSYNC_DB_PASSWORD=" + SECRET, "COMPANYS_OWN_NAME");
  }

  @Test
  void a_process_without_memory_ends() throws Exception {
    launch(Map.of(), "serve");

    assertThat(seen("run.arguments")).contains("-XX:+ExitOnOutOfMemoryError", " serve");
  }
}
