package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.php.PhpArray;
import io.dealsync.sandbox.php.PhpCast;
import io.dealsync.sandbox.php.PhpJson;
import io.dealsync.sandbox.php.PhpQuery;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * One {@code batch} in execution (contract 3.2).
 *
 * <p>The commands' results are generated one after another into a single buffer; the maps of the
 * response are put together at the end, when it is known which of them are empty or lists.
 */
final class BatchCall {

  /** Commands a batch may have. */
  static final int MAX_COMMANDS = 50;

  private final Dispatcher dispatcher;
  private final OperatingBudget budget;
  private final Counters counters;
  private final Limits limits;
  private final Set<Quirk> quirks;
  private final InstantSource clock;
  private final Failures failures;

  private final Bytes results = new Bytes(16 * 1024);
  private final JsonGenerator resultsJson = Json.generator(results);
  private final List<Done> done = new ArrayList<>();
  private final List<Failed> failed = new ArrayList<>();

  private record Done(
      String key, String method, int from, int to, Answer answer, Instant start, Instant finish) {}

  private record Failed(String key, RestFailure failure) {}

  BatchCall(
      Dispatcher dispatcher,
      OperatingBudget budget,
      Counters counters,
      Limits limits,
      Set<Quirk> quirks,
      InstantSource clock,
      Failures failures) {
    this.dispatcher = dispatcher;
    this.budget = budget;
    this.counters = counters;
    this.limits = limits;
    this.quirks = quirks;
    this.clock = clock;
    this.failures = failures;
  }

  /** Runs the commands in order. */
  void run(PhpArray params, CommandHook hook) {
    if (!(params.get("cmd") instanceof PhpArray commands)) {
      return;
    }
    if (commands.size() > MAX_COMMANDS && quirks.contains(Quirk.BATCH_OVERFLOW_REFUSED)) {
      throw tooLong();
    }
    boolean halt = PhpCast.isTrue(params.get("halt"));
    int index = 0;
    for (Map.Entry<String, @Nullable Object> command : commands.entries()) {
      if (!(command.getValue() instanceof String call)) {
        continue;
      }
      boolean succeeded = runOne(index, command.getKey(), call, hook);
      index++;
      if (!succeeded && halt) {
        return;
      }
    }
  }

  private boolean runOne(int index, String key, String call, CommandHook hook) {
    Instant start = clock.instant();
    try {
      if (index >= MAX_COMMANDS) {
        throw tooLong();
      }
      int fragment = call.indexOf('#');
      String url = fragment < 0 ? call : call.substring(0, fragment);
      int question = url.indexOf('?');
      String method = (question < 0 ? url : url.substring(0, question)).toLowerCase(Locale.ROOT);
      String query = question < 0 ? "" : url.substring(question + 1);
      Answer answer = new Answer(resultsJson);
      int from = results.size();
      dispatcher.command(index, method, parameters(query), hook, answer);
      resultsJson.flush();
      done.add(new Done(key, method, from, results.size(), answer, start, clock.instant()));
      return true;
    } catch (RestFailure failure) {
      counters.failedCommand(failure);
      failed.add(new Failed(key, failure));
      return false;
    }
  }

  private PhpArray parameters(String query) {
    PhpArray params = PhpQuery.parse(query);
    return BatchReferences.present(query)
        ? BatchReferences.resolve(params, this::earlierResult)
        : params;
  }

  private @Nullable Object earlierResult(String key) {
    for (Done earlier : done) {
      if (earlier.key().equals(key)) {
        return PhpJson.parseValue(results.array(), earlier.from(), earlier.to() - earlier.from());
      }
    }
    return null;
  }

  /** Writes the value of the outer {@code result}. */
  void write(JsonGenerator json, Bytes target) {
    json.writeStartObject();
    Json.phpMap(json, "result", done, Done::key, copyTo(json, target));
    Json.phpMap(json, "result_error", failed, Failed::key, f -> writeError(json, f));
    Json.phpMap(
        json,
        "result_total",
        done.stream().filter(d -> d.answer().total().isPresent()).toList(),
        Done::key,
        d -> json.writeNumber(d.answer().total().orElseThrow()));
    Json.phpMap(
        json,
        "result_next",
        done.stream().filter(d -> d.answer().next().isPresent()).toList(),
        Done::key,
        d -> json.writeNumber(d.answer().next().orElseThrow()));
    Json.phpMap(json, "result_time", done, Done::key, d -> writeTime(json, d));
    json.writeEndObject();
    resultsJson.close();
  }

  /** Copies finished JSON past the generator, which only has to know that a value was written. */
  private Consumer<Done> copyTo(JsonGenerator json, Bytes target) {
    return d -> {
      json.writeRawValue("");
      json.flush();
      target.write(results.array(), d.from(), d.to() - d.from());
    };
  }

  private void writeError(JsonGenerator json, Failed error) {
    if (quirks.contains(Quirk.BATCH_ERRORS_AS_STRINGS)) {
      json.writeString(error.failure().description());
    } else {
      failures.writeObject(json, error.failure());
    }
  }

  private void writeTime(JsonGenerator json, Done command) {
    String billed =
        limits.accounting() == Limits.Accounting.PER_METHOD ? command.method() : Dispatcher.BATCH;
    new TimeBlock(command.start(), command.finish(), budget.usage(billed, command.finish()))
        .write(json, quirks.contains(Quirk.WHOLE_SECONDS));
  }

  private static RestFailure tooLong() {
    return new RestFailure(400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded");
  }
}
