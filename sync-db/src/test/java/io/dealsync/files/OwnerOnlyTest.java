package io.dealsync.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.files.OwnerOnly.Passage;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {

  @TempDir private Path folder;

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void missing_folders_are_created_for_their_owner_and_others_left_alone() throws IOException {
    String before = mode(folder);
    Path inner = OwnerOnly.folders(folder.resolve("var/postgres"));

    assertThat(List.of(mode(inner), mode(inner.getParent()))).containsOnly("rwx------");
    assertThat(mode(folder)).isEqualTo(before);

    Path passed = OwnerOnly.folders(folder.resolve("lib/postgres"), Passage.THROUGH);
    assertThat(List.of(mode(passed), mode(passed.getParent()))).containsOnly("rwx--x--x");
  }

  @Test
  void a_folder_is_closed_as_far_as_nobody_must_pass_through() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));

    OwnerOnly.close(folder, Passage.THROUGH);
    assertThat(mode(folder)).isEqualTo("rwx--x--x");
    OwnerOnly.close(folder, Passage.CLOSED);
    assertThat(mode(folder)).isEqualTo("rwx------");
    OwnerOnly.close(folder, Passage.THROUGH);
    assertThat(mode(folder)).isEqualTo("rwx------");
  }

  @Test
  void a_link_that_somebody_put_there_is_neither_followed_nor_filled() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "mine");
    Path file = folder.resolve("file");
    Files.createSymbolicLink(file, victim);

    OwnerOnly.file(file, "new");
    assertThat(file).isRegularFile().hasContent("new");
    assertThat(mode(file)).isEqualTo("rw-------");

    Files.delete(file);
    Files.createSymbolicLink(file, victim);
    OwnerOnly.replace(file, "newer");
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(victim).hasContent("mine");

    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
    assertThatThrownBy(() -> OwnerOnly.folders(link))
        .isInstanceOf(FileAlreadyExistsException.class);
  }
}
