package io.dealsync.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileGateTest {

  @TempDir private Path folder;

  @Test
  void nobody_else_can_open_a_lock_file_and_keep_it() throws IOException {
    Path file = folder.resolve("door.lock");

    FileGate.at(file).enterAlone().close();
    FileGate.at(file).enterTogether().close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
