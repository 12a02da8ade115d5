package io.dealsync.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LockFileTest {

  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("door.lock");
  }

  private String mode() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void nobody_else_can_open_a_lock_file_and_keep_it() throws IOException {
    LockFile.at(file).enterAlone().close();
    LockFile.at(file).enterTogether().close();

    assertThat(mode()).isEqualTo("rw-------");
  }

  @Test
  void a_lock_file_that_others_may_open_is_taken_from_them() throws IOException {
    Files.createFile(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

    LockFile.at(file).enterAlone().close();

    assertThat(mode()).isEqualTo("rw-------");
  }

  @Test
  void a_link_in_the_place_of_a_lock_file_is_not_followed() throws IOException {
    Path elsewhere = folder.resolve("elsewhere");
    Files.createSymbolicLink(file, elsewhere);

    assertThatThrownBy(() -> LockFile.at(file)).isInstanceOf(IOException.class);
    assertThat(elsewhere).doesNotExist();
  }

  @Test
  void who_is_waited_for_is_named_after_a_while() throws Exception {
    Process holder = holding(file);
    try (LockFile lock = LockFile.at(file)) {
      CompletableFuture<String> told = new CompletableFuture<>();
      CompletableFuture<LockFile> entered =
          CompletableFuture.supplyAsync(() -> entered(lock, told));

      assertThat(told.get(30, TimeUnit.SECONDS))
          .startsWith("waiting for process %d (java) of user ".formatted(holder.pid()))
          .endsWith(", which holds " + file);
      assertThat(lock.holder()).startsWith("process " + holder.pid());
      assertThat(entered).isNotDone();

      holder.destroyForcibly();
      assertThat(entered.get(30, TimeUnit.SECONDS)).isSameAs(lock);
    } finally {
      holder.destroyForcibly();
    }
  }

  private static LockFile entered(LockFile lock, CompletableFuture<String> told) {
    try {
      return lock.enter(false, Duration.ofMillis(1), told::complete);
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  private static Process holding(Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.inputReader(StandardCharsets.UTF_8).readLine();
    return process;
  }

  /** Another process that keeps a lock until it is killed. */
  static final class Holder {
    private Holder() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException, InterruptedException {
      try (LockFile lock = LockFile.at(Path.of(arguments[0])).enterAlone()) {
        System.out.println("inside");
        Thread.sleep(Duration.ofMinutes(1));
      }
    }
  }
}
