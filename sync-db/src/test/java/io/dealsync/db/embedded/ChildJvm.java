package io.dealsync.db.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another JVM that opens a home, says the server's pid, and closes when it is told to. */
final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  static ChildJvm opening(Path home) throws IOException {
    return new ChildJvm(
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Guest.class.getName(),
                home.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Waits until the home is open. */
  long serverPid() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("pid ")) {
        return Long.parseLong(line.substring("pid ".length()));
      }
    }
    throw new IOException("The child ended without opening the home.");
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    try (Writer input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)) {
      input.write("close\n");
    }
    process.waitFor();
  }

  static final class Guest {
    private Guest() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
      try (var postgres = EmbeddedPostgres.open(Path.of(arguments[0]), Durability.DISPOSABLE)) {
        System.out.println("pid " + postgres.pid());
        System.in.read();
      }
    }
  }
}
