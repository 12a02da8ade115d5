package io.dealsync.bitrix.wire;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** Writes the parameters of a batch (contract 3.2). */
public final class BatchEncoder {

  /** More are not carried out. */
  public static final int MOST_COMMANDS = 50;

  private BatchEncoder() {}

  /**
   * Checks what would make an answer impossible to match.
   *
   * @throws IllegalArgumentException for too many commands, a key twice, or one like a number
   */
  public static void check(List<Command<?>> commands) {
    if (commands.isEmpty() || commands.size() > MOST_COMMANDS) {
      throw new IllegalArgumentException(
          "A batch has 1 to %d commands, not %d".formatted(MOST_COMMANDS, commands.size()));
    }
    Set<String> keys = new HashSet<>();
    for (Command<?> command : commands) {
      if (!keys.add(command.key()) || !Character.isLetter(command.key().charAt(0))) {
        throw new IllegalArgumentException(
            "A command's key starts with a letter and is used once, unlike " + command.key());
      }
    }
  }

  public static void write(List<Command<?>> commands, JsonGenerator generator) {
    generator.writeNumberProperty("halt", 0);
    generator.writeObjectPropertyStart("cmd");
    for (Command<?> command : commands) {
      generator.writeStringProperty(command.key(), command.value());
    }
    generator.writeEndObject();
  }
}
