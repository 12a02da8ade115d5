package io.dealsync.cli.command;

import io.dealsync.cli.terminal.Console;
import io.dealsync.wording.Hints;

/**
 * The JSON document of a command that could not do its work: what is wrong, for whom the exit code
 * is not enough.
 */
public final class ErrorDocument {

  private ErrorDocument() {}

  /**
   * Prints it, unless the command has begun a document of its own.
   *
   * @param message the sentence that people get on standard error
   */
  public static void print(Console console, Hints hints, int code, String message) {
    if (console.hasResult()) {
      return;
    }
    JsonDocument.print(
        console.out(),
        json -> {
          json.writeObjectPropertyStart("error");
          json.writeNumberProperty("code", code);
          json.writeStringProperty("message", hints.in(message));
          json.writeStringProperty("next", hints.next(message).orElse(""));
          json.writeEndObject();
        });
  }
}
