package io.dealsync.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code dealsync serve} in a process of its own, as a service manager runs it. */
public final class DaemonProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern ADDRESS = Pattern.compile("serving on (http://[^ ]+)");

  private final Process process;
  private final Thread reader;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();

  private DaemonProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "daemon-log");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one with a configuration file; it may not be ready yet. */
  public static DaemonProcess start(Stage stage, Path config) {
    return start(stage, config, Map.of());
  }

  /** As above, with more in its environment. */
  public static DaemonProcess start(Stage stage, Path config, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-XX:-UsePerfData",
            "-Duser.timezone=UTC",
            "-Ddealsync.home=" + stage.home(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.dealsync.cli.Main",
            "serve",
            "--config",
            config.toString());
    builder.environment().putAll(stage.cli().environment());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    try {
      return new DaemonProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(log::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything it has said so far. */
  public List<String> log() {
    return List.copyOf(log);
  }

  /** Its log lines about runs: one for each, whether made, refused or skipped. */
  public List<String> runLines() {
    return log.stream()
        .filter(
            line ->
                line.matches(
                    ".* (run \\d+ )?portal \\w+ (in_sync|incomplete|interrupted|refused|failed|not"
                        + " run|run failed).*"))
        .toList();
  }

  /** Waits until it answers over HTTP and its schedules are set. */
  public DaemonProcess ready() {
    until("it serves", () -> address().find());
    return this;
  }

  /** Waits for a condition; fails with the log when it does not come about. */
  public void until(String what, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline) || !process.isAlive()) {
        throw new AssertionError(
            "waited in vain until %s:%n%s".formatted(what, String.join("\n", log)));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(60);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Matcher address() {
    return ADDRESS.matcher(String.join("\n", log));
  }

  /** The port on which it answers. */
  public int port() {
    Matcher address = address();
    if (!address.find()) {
      throw new IllegalStateException("It does not serve yet.");
    }
    return URI.create(address.group(1)).getPort();
  }

  /** Asks it over HTTP. */
  public HttpResponse<String> get(String path) {
    Matcher address = address();
    if (!address.find()) {
      throw new IllegalStateException("It does not serve yet.");
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address.group(1) + path)).timeout(PATIENCE).build();
    try {
      return send(request);
    } catch (IOException ended) {
      // A connection that was kept may have been closed by the daemon at this very moment.
      try {
        return send(request);
      } catch (IOException again) {
        throw new UncheckedIOException(again);
      }
    }
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGTERM; returns the exit code. */
  public int stop() {
    // Process.destroy would close the streams before the last lines are read.
    process.toHandle().destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("It does not end:\n" + String.join("\n", log));
      }
      reader.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    client.shutdownNow();
  }
}
