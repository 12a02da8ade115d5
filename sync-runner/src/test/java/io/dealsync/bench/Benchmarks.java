package io.dealsync.bench;

import io.dealsync.sandbox.SandboxCeiling;
import io.dealsync.sandbox.rest.Limits;
import io.dealsync.testing.JavaScriptSdk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs benchmarks and writes their results into {@code docs/benchmarks.md}.
 *
 * <p>Arguments: the page and the names of sections. Sections that are not run keep their results.
 */
public final class Benchmarks {

  private static final Limits REAL = Limits.standardPlan().withLatency(Duration.ofMillis(150));

  private final Path project;
  private final Path sdk;

  private Benchmarks(Path project, Path sdk) {
    this.project = project;
    this.sdk = sdk;
  }

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]).toAbsolutePath().normalize();
    Path project = file.getParent().getParent();
    Page page = Page.open(file);
    Benchmarks benchmarks = new Benchmarks(project, JavaScriptSdk.install(Path.of(".")));
    Set<String> wanted = new TreeSet<>(Arrays.asList(arguments).subList(1, arguments.length));
    for (String section : wanted) {
      List<String> lines =
          switch (section) {
            case "start" -> Starts.measure(project);
            case "edit" -> Edits.measure(REAL);
            case "import" -> Imports.measure(project);
            case "limits" -> benchmarks.limits();
            case "speed" -> benchmarks.speed();
            case "million" -> benchmarks.million();
            case "micro" -> micro();
            case "ceiling" -> ceiling();
            default -> throw new IllegalArgumentException("There is no section " + section);
          };
      lines.forEach(System.out::println);
      page.replace(section, lines);
      page.replace("machine", Machine.lines());
      page.save();
    }
    System.exit(0);
  }

  /** Under the limits of a usual cloud plan. */
  private List<String> limits() {
    MarkdownTable table =
        new MarkdownTable(
            "deals", "what", "requests", "least", "503s", "seconds", "sending", "ideal");
    for (long deals : new long[] {6000, 20_000}) {
      try (Arena arena = Arena.of(project, deals, REAL)) {
        limited(table, deals, "b24jssdk reads", arena.peer(sdk));
        limited(table, deals, "dealsync, first run", arena.sync("256m"));
        limited(table, deals, "dealsync, nothing changed", arena.sync("256m"));
        arena.drift(100);
        limited(table, deals, "dealsync, 1 % drift", arena.sync("256m"));
        limited(table, deals, "dealsync --full", arena.sync("256m", "--full"));
      }
    }
    return table.lines();
  }

  private static void limited(MarkdownTable table, long deals, String what, Result result) {
    table.row(
        MarkdownTable.whole(deals),
        what,
        MarkdownTable.whole(result.requests()),
        result.least() == 0 ? "" : MarkdownTable.whole(result.least()),
        MarkdownTable.whole(result.rejected()),
        MarkdownTable.hundredths(result.runSeconds()),
        MarkdownTable.hundredths(result.sendingSeconds()),
        MarkdownTable.hundredths(result.ideal().toMillis() / 1000.0));
  }

  /** Without limits: how much work a deal is. */
  private List<String> speed() {
    MarkdownTable table =
        new MarkdownTable(
            "deals", "what", "seconds", "deals a second", "CPU seconds", "deals a CPU second");
    long deals = 100_000;
    try (Arena arena = Arena.of(project, deals, Limits.none())) {
      warm(arena);
      fast(table, deals, "b24jssdk reads", arena.peer(sdk));
      fast(table, deals, "dealsync --full: items.get", arena.sync("256m", "--full"));
      fast(table, deals, "dealsync: the sieve", arena.sync("256m"));
    }
    return table.lines();
  }

  /** The first run records what both sides agree on; the sandbox's code gets hot as well. */
  private static void warm(Arena arena) {
    arena.sync("256m", "--full");
    arena.sync("256m");
  }

  private static void fast(MarkdownTable table, long deals, String what, Result result) {
    table.row(
        MarkdownTable.whole(deals),
        what,
        MarkdownTable.decimal(result.runSeconds()),
        MarkdownTable.whole(Math.round(deals / result.runSeconds())),
        MarkdownTable.decimal(result.cpuSeconds()),
        MarkdownTable.whole(Math.round(deals / result.cpuSeconds())));
  }

  /** A million deals, and the heap that they need. */
  private List<String> million() {
    MarkdownTable table =
        new MarkdownTable("deals", "links", "what", "heap", "seconds", "CPU seconds");
    for (long deals : new long[] {10_000, 1_000_000}) {
      try (Arena arena = Arena.of(project, deals, Limits.none())) {
        big(table, arena, "first run", "256m");
        big(table, arena, "nothing changed", "256m");
        big(table, arena, "nothing changed", "64m");
        arena.drift(100);
        big(table, arena, "1 % drift", "256m");
      }
    }
    return table.lines();
  }

  private static void big(MarkdownTable table, Arena arena, String what, String heap) {
    Result result = arena.sync(heap);
    System.err.printf("%s %s: %.1f s%n", what, heap, result.runSeconds());
    table.row(
        MarkdownTable.whole(arena.deals()),
        MarkdownTable.whole(arena.links()),
        what,
        heap,
        MarkdownTable.decimal(result.runSeconds()),
        MarkdownTable.decimal(result.cpuSeconds()));
  }

  private static List<String> ceiling() throws IOException, InterruptedException {
    MarkdownTable table = new MarkdownTable("request", "requests a second", "deals a second");
    for (SandboxCeiling.Served served : SandboxCeiling.measure(100_000)) {
      table.row(
          served.what(),
          MarkdownTable.whole(Math.round(served.requests())),
          MarkdownTable.whole(Math.round(served.dealsPerSecond())));
    }
    return table.lines();
  }

  /** The parts in which our own work goes on. */
  private static List<String> micro() throws RunnerException {
    MarkdownTable table = new MarkdownTable("what", "a second", "± (99.9 %)");
    Options options =
        new OptionsBuilder()
            .include("io\\.dealsync\\..*Benchmark\\.")
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(1))
            .build();
    for (RunResult result : new Runner(options).run()) {
      table.row(
          result.getPrimaryResult().getLabel().replace('_', ' '),
          MarkdownTable.whole(Math.round(result.getPrimaryResult().getScore())),
          MarkdownTable.whole(Math.round(result.getPrimaryResult().getScoreError())));
    }
    return table.lines();
  }
}
