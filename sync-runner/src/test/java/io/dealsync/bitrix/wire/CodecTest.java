package io.dealsync.bitrix.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

  private final Command<Boolean> add =
      new Command<>("d1a", "crm.deal.contact.add", "id=1", Json::truth);
  private final Command<Long> count = new Command<>("d2c", "count", "", Json::wholeNumber);
  private final List<Command<?>> both = List.of(add, count);

  private BatchAnswer answer(String result) {
    Envelope<BatchAnswer> envelope = envelope("{\"result\":" + result + ",\"time\":{}}");
    return ((Envelope.Success<BatchAnswer>) envelope).result();
  }

  private Envelope<BatchAnswer> envelope(String body) {
    return EnvelopeReader.read(
        200, body.getBytes(UTF_8), new BatchDecoder(both, UnaryOperator.identity()));
  }

  @Test
  void a_batch_is_a_map_of_named_query_strings_that_goes_on_after_errors() {
    byte[] body =
        Json.write(
            generator -> {
              generator.writeStartObject();
              BatchEncoder.write(both, generator);
              generator.writeEndObject();
            });

    assertThat(new String(body, UTF_8))
        .isEqualTo(
            "{\"halt\":0,\"cmd\":{\"d1a\":\"crm.deal.contact.add?id=1\",\"d2c\":\"count\"}}");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 51})
  void a_batch_has_1_to_50_commands(int size) {
    List<Command<?>> commands = new ArrayList<>();
    IntStream.range(0, size)
        .forEach(i -> commands.add(new Command<>("c" + i, "m", "", Json::truth)));

    assertThatThrownBy(() -> BatchEncoder.check(commands))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_key_like_a_number_or_used_twice_is_refused() {
    Command<Boolean> numeric = new Command<>("1875", "m", "", Json::truth);

    assertThatThrownBy(() -> BatchEncoder.check(List.of(numeric))).hasMessageContaining("1875");
    assertThatThrownBy(() -> BatchEncoder.check(List.of(add, add))).hasMessageContaining("d1a");
  }

  @Test
  void results_and_errors_go_to_their_commands() {
    BatchAnswer answer =
        answer(
            "{\"result\":{\"d2c\":7},\"result_error\":{\"d1a\":{\"error\":\"\","
                + "\"error_description\":\"Not found.\",\"argument\":[1]}},\"result_next\":[]}");

    assertThat(answer.outcome(count)).isEqualTo(new CommandOutcome.Answered<>(7L));
    assertThat(answer.outcome(add))
        .isEqualTo(new CommandOutcome.Refused<>(new PortalError(200, "", "Not found.")));
  }

  @Test
  void an_error_may_be_a_plain_string() {
    assertThat(answer("{\"result\":[],\"result_error\":{\"d1a\":\"Oops\"}}").outcome(add))
        .isEqualTo(new CommandOutcome.Refused<>(new PortalError(200, "", "Oops")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"result\":[],\"result_error\":[]}",
        "{\"result\":{},\"result_error\":{}}",
        "{\"result\":null,\"result_error\":null}",
        "{\"result\":[]}",
      })
  void a_command_that_is_not_mentioned_was_not_executed(String result) {
    assertThat(answer(result).outcome(add)).isEqualTo(new CommandOutcome.NotExecuted<>());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"result\":[],\"result_error\":[{\"error\":\"\",\"error_description\":\"Not found\"}]}",
        "{\"result\":[true,7],\"result_error\":[]}",
        "{\"result\":{\"zz\":true},\"result_error\":[]}",
        "{\"result\":[],\"result_error\":{\"zz\":\"Oops\"}}",
        "{\"result\":true}",
        "{\"result_error\":[]}",
        "[]",
      })
  void what_cannot_be_matched_leaves_the_outcome_unclear(String result) {
    assertThat(answer(result).outcome(add)).isInstanceOf(CommandOutcome.Unclear.class);
  }

  @Test
  void a_result_of_another_kind_concerns_its_command_only() {
    BatchAnswer answer =
        answer("{\"result\":{\"d2c\":{\"deep\":[{\"er\":[1]}]},\"d1a\":true},\"result_error\":[]}");

    assertThat(answer.outcome(count)).isInstanceOf(CommandOutcome.Unclear.class);
    assertThat(answer.outcome(add)).isEqualTo(new CommandOutcome.Answered<>(true));
  }

  @Test
  void working_time_is_told_by_method_with_the_portals_own_clock() {
    BatchAnswer answer =
        answer(
            "{\"result\":{\"d1a\":true,\"d2c\":1},\"result_time\":{\"d1a\":{\"finish\":1739205151.9,"
                + "\"operating_reset_at\":1739205751,\"operating\":0.7},\"d2c\":{\"finish\":5}}}");

    assertThat(answer.working())
        .containsOnlyKeys("crm.deal.contact.add")
        .containsEntry("crm.deal.contact.add", new WorkingTime(0.7, Duration.ofMillis(599_099)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><body>502 Bad Gateway</body></html>",
        "{\"result\":{\"result\":{\"d1a\":true}",
        "{\"result\":{\"result\":{}}} trailing",
        "{\"time\":{}}",
        "[]",
        "null",
        "\"text\"",
        "{\"result\":5}",
      })
  void anything_else_is_not_an_answer(String body) {
    assertThat(envelope(body)).isInstanceOf(Envelope.Garbled.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":\"\",\"error_description\":\"Not found.\"}||Not found.",
        "{\"error\":\"NO_AUTH_FOUND\",\"error_description\":\"x\"}|NO_AUTH_FOUND|x",
        "{\"error\":\"X\"}|X|",
        "{\"error\":5,\"error_description\":null}|5|",
        "{\"error\":\"X\",\"result\":[]}|X|",
        "{\"error\":{\"code\":\"X\",\"message\":\"y\"}}|X|y",
      })
  void a_refusal_of_the_whole_is_told_with_its_words(String body, String code, String text) {
    assertThat(envelope(body))
        .isEqualTo(
            new Envelope.Fault<>(
                new PortalError(200, code == null ? "" : code, text == null ? "" : text)));
  }

  @Test
  void an_empty_error_beside_a_result_is_no_error() {
    assertThat(envelope("{\"error\":\"\",\"result\":{\"result\":[]}}"))
        .isInstanceOf(Envelope.Success.class);
  }
}
