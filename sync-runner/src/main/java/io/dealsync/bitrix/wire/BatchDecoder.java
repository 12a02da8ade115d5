package io.dealsync.bitrix.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the result of a batch. Used once. PHP writes empty maps as lists, and maps with numeric
 * keys too; the latter cannot be matched to their commands (contract 3.2).
 */
public final class BatchDecoder implements ResultReader<BatchAnswer> {

  private final List<Command<?>> commands;
  private final UnaryOperator<String> masking;
  private final Map<String, Command<?>> byKey = new HashMap<>();
  private final Map<String, CommandOutcome<?>> outcomes = new HashMap<>();
  private final Map<String, WorkingTime> working = new HashMap<>();
  private boolean resultSeen;
  private boolean unmatched;

  /**
   * @param masking takes secrets out of the portal's texts
   */
  public BatchDecoder(List<Command<?>> commands, UnaryOperator<String> masking) {
    this.commands = commands;
    this.masking = masking;
    commands.forEach(command -> byKey.put(command.key(), command));
  }

  @Override
  public BatchAnswer read(JsonParser parser) {
    Json.fields(parser, name -> take(name, parser));
    CommandOutcome<?> unmentioned =
        resultSeen && !unmatched
            ? new CommandOutcome.NotExecuted<>()
            : new CommandOutcome.Unclear<>("the answer cannot be matched to its commands");
    commands.forEach(command -> outcomes.putIfAbsent(command.key(), unmentioned));
    return new BatchAnswer(outcomes, working);
  }

  private void take(String name, JsonParser parser) {
    switch (name) {
      case "result" -> results(parser);
      case "result_error" -> errors(parser);
      case "result_time" -> times(parser);
      default -> {}
    }
  }

  private void results(JsonParser parser) {
    resultSeen = true;
    if (isMap(parser)) {
      Json.fields(
          parser,
          key -> {
            Command<?> command = byKey.get(key);
            if (command == null) {
              unmatched = true;
            } else {
              outcomes.putIfAbsent(key, outcome(command, parser));
            }
          });
    }
  }

  private static <T> CommandOutcome<T> outcome(Command<T> command, JsonParser parser) {
    try {
      return new CommandOutcome.Answered<>(command.reader().read(parser));
    } catch (ShapeException unexpected) {
      return new CommandOutcome.Unclear<>(
          "%s answered in an unknown form: %s"
              .formatted(command.method(), unexpected.getMessage()));
    }
  }

  private void errors(JsonParser parser) {
    if (isMap(parser)) {
      Json.fields(
          parser,
          key -> {
            PortalError error = EnvelopeReader.errorObject(200, parser).masked(masking);
            if (byKey.containsKey(key)) {
              outcomes.put(key, new CommandOutcome.Refused<>(error));
            } else {
              unmatched = true;
            }
          });
    }
  }

  private void times(JsonParser parser) {
    if (isMap(parser)) {
      Json.fields(
          parser,
          key -> {
            Command<?> command = byKey.get(key);
            if (command != null) {
              Optional<WorkingTime> reported = WorkingTime.read(parser);
              reported.ifPresent(time -> working.put(command.method(), time));
            }
          });
    }
  }

  private boolean isMap(JsonParser parser) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return true;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      unmatched |= parser.nextToken() != JsonToken.END_ARRAY;
    } else {
      unmatched |= parser.currentToken() != JsonToken.VALUE_NULL;
    }
    return false;
  }
}
