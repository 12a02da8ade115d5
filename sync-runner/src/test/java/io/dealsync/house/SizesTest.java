package io.dealsync.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Commands only command, and no room of theirs is crowded. */
class SizesTest {

  private static final Path COMMANDS = Path.of("src/main/java/io/dealsync/cli");
  private static final int LONGEST_COMMAND = 130;
  private static final int MOST_TYPES = 16;

  @Test
  void a_command_has_options_and_conduct_and_no_room_for_more() throws IOException {
    try (Stream<Path> files = Files.walk(COMMANDS)) {
      assertThat(files.filter(file -> file.toString().endsWith("Command.java")))
          .allSatisfy(
              file -> assertThat(lines(file)).as("%s", file).isLessThanOrEqualTo(LONGEST_COMMAND));
    }
  }

  private static long lines(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.stream().filter(line -> !line.startsWith("import ")).count();
  }

  @Test
  void no_package_of_commands_is_crowded() throws IOException {
    try (Stream<Path> files = Files.walk(COMMANDS)) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".java"))
                  .filter(file -> !file.endsWith("package-info.java"))
                  .collect(Collectors.groupingBy(Path::getParent, Collectors.counting())))
          .allSatisfy(
              (folder, types) ->
                  assertThat(types).as("%s", folder).isLessThanOrEqualTo((long) MOST_TYPES));
    }
  }
}
