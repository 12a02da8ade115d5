package io.dealsync.bitrix.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.JsonParser;

/** Batches of fifty readings, three links each, written and read. */
@State(Scope.Thread)
public class CodecBenchmark {

  private static final String ROWS =
      "[{\"CONTACT_ID\":55,\"SORT\":10,\"ROLE_ID\":0,\"IS_PRIMARY\":\"Y\"},"
          + "{\"CONTACT_ID\":54,\"SORT\":20,\"ROLE_ID\":0,\"IS_PRIMARY\":\"N\"},"
          + "{\"CONTACT_ID\":56,\"SORT\":30,\"ROLE_ID\":0,\"IS_PRIMARY\":\"N\"}]";

  private final List<Command<?>> commands = new ArrayList<>();
  private final byte[] answer;

  public CodecBenchmark() {
    for (int deal = 1; deal <= 50; deal++) {
      commands.add(
          new Command<>(
              "d" + deal + "g", "crm.deal.contact.items.get", "id=" + deal, CodecBenchmark::sum));
    }
    answer =
        IntStream.rangeClosed(1, 50)
            .mapToObj(deal -> "\"d%dg\":%s".formatted(deal, ROWS))
            .collect(
                Collectors.joining(
                    ",",
                    "{\"result\":{\"result\":{",
                    "},\"result_error\":[]},\"time\":{\"duration\":0.1}}"))
            .getBytes(UTF_8);
  }

  private static long sum(JsonParser parser) {
    long[] sum = {0};
    Json.elements(
        parser,
        () ->
            Json.fields(
                parser,
                name -> {
                  if (name.equals("CONTACT_ID")) {
                    sum[0] += Json.wholeNumber(parser);
                  }
                }));
    return sum[0];
  }

  @Benchmark
  public byte[] batches_of_fifty_written() {
    return Json.write(
        generator -> {
          generator.writeStartObject();
          BatchEncoder.write(commands, generator);
          generator.writeEndObject();
        });
  }

  @Benchmark
  public Envelope<BatchAnswer> batches_of_fifty_read() {
    return EnvelopeReader.read(200, answer, new BatchDecoder(commands, UnaryOperator.identity()));
  }
}
