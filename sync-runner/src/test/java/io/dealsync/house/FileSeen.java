package io.dealsync.house;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that says what it sees of the file that its only argument names. */
public final class FileSeen {

  private FileSeen() {}

  public static void main(String[] arguments) {
    Path file = Path.of(System.getenv("NAME"));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(
        Files.exists(file)
            ? "seen: " + file.getFileName()
            : "not seen; file names are in " + System.getProperty("sun.jnu.encoding"));
  }
}
