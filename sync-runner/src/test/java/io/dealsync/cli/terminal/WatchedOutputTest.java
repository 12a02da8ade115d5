package io.dealsync.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class WatchedOutputTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void what_a_full_disk_does_not_take_is_noticed_behind_a_print_stream() throws IOException {
    WatchedOutput full = new WatchedOutput(new FileOutputStream("/dev/full"));
    new PrintStream(full, true).println("{}");

    assertThat(full.loss()).hasValue("No space left on device");
  }

  @Test
  void a_reader_that_has_read_enough_loses_nothing() {
    WatchedOutput pipe =
        new WatchedOutput(
            new OutputStream() {
              @Override
              public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    new PrintStream(pipe, true).println("{}");

    assertThat(pipe.loss()).isEmpty();
  }

  @Test
  void what_is_written_arrives() {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    WatchedOutput output = new WatchedOutput(seen);
    new PrintStream(output, true).print("{}");

    assertThat(seen).hasToString("{}");
    assertThat(output.loss()).isEmpty();
  }
}
