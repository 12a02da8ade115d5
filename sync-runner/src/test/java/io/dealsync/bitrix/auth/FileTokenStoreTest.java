package io.dealsync.bitrix.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dealsync.bitrix.rest.TokenBuyer;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A refresh token works once: whatever happens to the files, the pair that it bought is kept. */
@Timeout(60)
class FileTokenStoreTest {

  private static final Tokens FIRST = pair("1");
  private static final Tokens SECOND = pair("2");

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void authorised() {
    file = folder.resolve("tokens.json");
    new FileTokenStore(file).keep(FIRST);
  }

  private static Tokens pair(String number) {
    return new Tokens(
        "access" + number, "refresh" + number, URI.create("http://127.0.0.1:9/rest/"));
  }

  /** As a file that is mounted by itself: nothing can take its place. */
  private FileTokenStore mounted() {
    return new FileTokenStore(
        file,
        (from, to) -> {
          throw new FileSystemException(from.toString(), to.toString(), "Device or resource busy");
        });
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  private String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void tokens_that_others_may_write_are_not_used_until_authorised_anew() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    FileTokenStore store = new FileTokenStore(file);

    assertThatThrownBy(store::current)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("others may write it: chmod 600 " + file)
        .hasMessageNotContaining("access1");
    assertThatThrownBy(() -> store.renew(FIRST, old -> SECOND))
        .hasMessageContaining("others may write it");

    store.keep(SECOND);
    assertThat(store.current()).isEqualTo(SECOND);
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void a_recovery_file_that_others_may_write_is_not_used() throws IOException {
    Path recovery = folder.resolve("tokens.json.recovery");
    Files.copy(file, recovery);
    Files.writeString(
        recovery,
        Files.readString(file)
            .replace("access1", "theirs")
            .replace("}", ",\"replaces\":\"access1\"}"));
    Files.setPosixFilePermissions(recovery, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(new FileTokenStore(file).current()).isEqualTo(FIRST);
  }

  @Test
  void a_missing_folder_is_made_for_its_owner_only() throws IOException {
    Path elsewhere = folder.resolve("secrets/acme/tokens.json");

    new FileTokenStore(elsewhere).keep(FIRST);

    assertThat(new FileTokenStore(elsewhere).current()).isEqualTo(FIRST);
    assertThat(List.of(mode(elsewhere.getParent()), mode(elsewhere.getParent().getParent())))
        .containsOnly("rwx------");
  }

  @Test
  void a_file_that_cannot_be_replaced_is_written_in_place() throws IOException {
    Object sameFile = Files.readAttributes(file, "unix:ino").get("ino");

    assertThat(mounted().renew(FIRST, old -> SECOND)).isEqualTo(SECOND);

    assertThat(new FileTokenStore(file).current()).isEqualTo(SECOND);
    assertThat(Files.readAttributes(file, "unix:ino").get("ino")).isEqualTo(sameFile);
    assertThat(names()).containsExactly("tokens.json", "tokens.json.lock");
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void a_pair_that_is_longer_or_shorter_fits_in_place() {
    Tokens longer = pair("2".repeat(300));
    mounted().renew(FIRST, old -> longer);
    assertThat(new FileTokenStore(file).current()).isEqualTo(longer);

    mounted().renew(longer, old -> pair("3"));
    assertThat(new FileTokenStore(file).current()).isEqualTo(pair("3"));
  }

  @Test
  void whether_the_file_can_be_replaced_is_known_before_a_pair_is_bought() {
    List<String> happened = new ArrayList<>();
    FileTokenStore store =
        new FileTokenStore(
            file,
            (from, to) -> {
              happened.add("renamed");
              Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
            });

    store.renew(
        FIRST,
        old -> {
          happened.add("bought");
          return SECOND;
        });

    assertThat(happened).containsExactly("renamed", "bought", "renamed");
    assertThat(store.current()).isEqualTo(SECOND);
  }

  @Test
  void a_file_that_can_neither_be_replaced_nor_written_costs_no_token() throws IOException {
    Files.delete(file);
    Files.createDirectories(file.resolve("in the way"));
    Files.createFile(folder.resolve("no"));

    for (FileTokenStore store :
        List.of(mounted(), new FileTokenStore(file), new FileTokenStore(folder.resolve("no/t")))) {
      assertThatThrownBy(
              () ->
                  store.keep(
                      () -> {
                        throw new AssertionError("bought");
                      }))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot be kept");
    }
  }

  @Test
  void a_new_authorisation_replaces_whatever_the_file_holds() throws IOException {
    for (FileTokenStore store : List.of(mounted(), new FileTokenStore(file))) {
      for (String content : List.of("", "no tokens", Files.readString(file))) {
        Files.writeString(file, content);
        store.keep(SECOND);
        assertThat(store.current()).isEqualTo(SECOND);
        assertThat(names()).containsExactly("tokens.json", "tokens.json.lock");
      }
    }
  }

  @Test
  void a_new_pair_whose_place_becomes_unusable_stays_in_a_file_that_is_named() throws IOException {
    int[] renamings = {0};
    FileTokenStore store =
        new FileTokenStore(
            file,
            (from, to) -> {
              if (renamings[0]++ > 0) {
                throw new IOException("Input/output error");
              }
              Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
            });

    assertThatThrownBy(() -> store.renew(FIRST, old -> SECOND))
        .hasMessageContaining("the new pair is in tokens.json.")
        .hasMessageNotContaining("access2");

    String kept = names().stream().filter(name -> name.endsWith(".new")).findFirst().orElseThrow();
    assertThat(TokenFile.read(folder.resolve(kept)).tokens()).isEqualTo(SECOND);
    assertThat(mode(folder.resolve(kept))).isEqualTo("rw-------");
  }

  @Test
  void a_crash_while_the_file_is_written_in_place_loses_no_pair() throws IOException {
    TokenFiles files = TokenFiles.of(file);
    Files.createFile(files.recovery());
    TokenFile.write(
        files.recovery(), TokenFile.json(new TokenFile.Content(SECOND, FIRST.access())));
    String whole = Files.readString(file);
    FileTokenStore store = new FileTokenStore(file);

    assertThat(store.current()).as("before the first byte").isEqualTo(SECOND);
    for (int written : new int[] {1, 10, whole.length() - 1}) {
      Files.writeString(file, " " + whole.substring(1, written) + "?".repeat(20));
      assertThat(store.current()).as("after %d bytes".formatted(written)).isEqualTo(SECOND);
    }
    Files.writeString(file, "");
    assertThat(store.current()).as("empty").isEqualTo(SECOND);

    mounted().renew(SECOND, old -> pair("3"));
    assertThat(store.current()).as("the next renewal").isEqualTo(pair("3"));
    assertThat(names()).containsExactly("tokens.json", "tokens.json.lock");
  }

  @Test
  void a_pair_that_a_person_puts_into_the_file_counts_before_one_to_be_recovered()
      throws IOException {
    TokenFiles files = TokenFiles.of(file);
    Files.createFile(files.recovery());
    TokenFile.write(
        files.recovery(), TokenFile.json(new TokenFile.Content(SECOND, FIRST.access())));
    TokenFile.write(file, TokenFile.json(new TokenFile.Content(pair("person"), "")));

    assertThat(new FileTokenStore(file).current()).isEqualTo(pair("person"));
  }

  @Test
  void a_link_to_the_file_stays_a_link() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), file);

    new FileTokenStore(link).renew(FIRST, old -> SECOND);

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(new FileTokenStore(file).current()).isEqualTo(SECOND);
  }

  @Test
  void a_failed_purchase_leaves_nothing_behind() throws IOException {
    for (FileTokenStore store : List.of(mounted(), new FileTokenStore(file))) {
      assertThatThrownBy(
              () ->
                  store.renew(
                      FIRST,
                      old -> {
                        throw new PortalFailure(Kind.UNREACHABLE, "no");
                      }))
          .isInstanceOf(PortalFailure.class);
      assertThat(store.current()).isEqualTo(FIRST);
      assertThat(names()).containsExactly("tokens.json", "tokens.json.lock");
    }
  }

  @Test
  void a_process_waits_for_another_one_that_buys_and_takes_its_pair() throws Exception {
    Process child = start(List.of());
    try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("buys");

      CompletableFuture<Tokens> here =
          CompletableFuture.supplyAsync(
              () ->
                  new FileTokenStore(file)
                      .renew(
                          FIRST,
                          old -> {
                            throw new AssertionError("bought twice");
                          }));
      assertThatThrownBy(() -> here.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      child.outputWriter().append('\n').close();

      assertThat(here.get(30, TimeUnit.SECONDS).access()).isEqualTo("access-child");
      assertThat(said.readLine()).isEqualTo("has access-child");
    } finally {
      child.destroyForcibly();
    }
  }

  /** Only where a user may mount in a name space of their own. */
  @Test
  void a_file_that_is_really_mounted_keeps_the_new_pair() throws Exception {
    Path outside = folder.resolve("outside.json");
    Files.copy(file, outside);
    String mount = "mount --bind '%s' '%s' && exec \"$@\"".formatted(outside, file);
    assumeTrue(mayMount(), "no mounts here");

    Process child = start(List.of("unshare", "-rm", "sh", "-c", mount, "sh"));
    try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("buys");
      child.outputWriter().append('\n').close();
      assertThat(said.readLine()).isEqualTo("has access-child");
    } finally {
      child.destroyForcibly();
    }
    assertThat(new FileTokenStore(outside).current().refresh()).isEqualTo("refresh-child");
  }

  private static boolean mayMount() throws InterruptedException {
    try {
      String command = "touch a b && mount --bind a b";
      Path place = Files.createTempDirectory("mount");
      return new ProcessBuilder("unshare", "-rm", "sh", "-c", command)
              .directory(place.toFile())
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  private Process start(List<String> around) throws IOException {
    List<String> command = new ArrayList<>(around);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            TokenBuyer.class.getName(),
            file.toString(),
            FIRST.access()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
