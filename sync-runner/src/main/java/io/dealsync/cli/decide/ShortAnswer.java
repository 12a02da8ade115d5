package io.dealsync.cli.decide;

import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.json.JsonWriter;

/** The short answer of a command that did one thing to one deal. */
public final class ShortAnswer {

  private ShortAnswer() {}

  public static void print(BaseCommand command, String words, long deal) {
    if (command.options().json()) {
      JsonWriter.print(
          command.console().out(),
          new AnswerDocument(command.options().portal(), deal, command.hints().in(words)));
    } else {
      command.say("%s", command.hints().in(words));
    }
  }
}
