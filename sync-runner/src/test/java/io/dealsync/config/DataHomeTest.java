package io.dealsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replacing the folder of the program keeps the data; what an earlier version kept is found. */
class DataHomeTest {

  @TempDir private Path folder;
  private Path program = Path.of("");
  private Path user = Path.of("");

  @BeforeEach
  void install() throws IOException {
    program = Files.createDirectories(folder.resolve("program"));
    user = Files.createDirectories(folder.resolve("user"));
  }

  private Path home(Map<String, String> environment) {
    return DataHome.of(environment, program, user);
  }

  @Test
  void data_lie_apart_from_the_program() {
    assertThat(home(Map.of())).isEqualTo(user.resolve(".local/share/dealsync"));
    assertThat(home(Map.of("XDG_DATA_HOME", folder + "/shared")))
        .isEqualTo(folder.resolve("shared/dealsync"));
    assertThat(home(Map.of("XDG_DATA_HOME", "relative")))
        .isEqualTo(user.resolve(".local/share/dealsync"));
  }

  @Test
  void the_variable_wins() throws IOException {
    Files.createDirectories(program.resolve("var/postgres"));

    assertThat(home(Map.of("DEALSYNC_HOME", folder + "/mine", "XDG_DATA_HOME", "/x")))
        .isEqualTo(folder.resolve("mine"));
  }

  @Test
  void data_beside_the_program_are_found() throws IOException {
    Files.createDirectories(program.resolve("var/postgres"));

    assertThat(home(Map.of("XDG_DATA_HOME", "/x"))).isEqualTo(program);
  }

  @Test
  void data_that_were_open_to_others_are_closed() throws IOException {
    Path data =
        Files.createDirectories(program.resolve("var/postgres/data")).getParent().getParent();
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxr-x"));

    assertThat(DataHome.closedData(program)).isEqualTo(data);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
  }

  @Test
  void what_a_demo_left_there_is_no_data() throws IOException {
    Files.createDirectories(program.resolve("var/demo"));

    assertThat(home(Map.of())).isEqualTo(user.resolve(".local/share/dealsync"));
  }

  @Test
  void a_service_user_without_a_folder_keeps_them_beside_the_program() {
    assertThat(DataHome.of(Map.of(), program, folder.resolve("nonexistent"))).isEqualTo(program);
  }
}
