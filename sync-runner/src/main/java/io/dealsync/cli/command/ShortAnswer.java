package io.dealsync.cli.command;

/** The short answer of a command that did one thing to one deal. */
public final class ShortAnswer {

  private ShortAnswer() {}

  public static void print(BaseCommand command, String words, long deal) {
    if (command.options().json()) {
      JsonDocument.print(
          command.console().out(),
          json -> {
            json.writeStringProperty("portal", command.options().portal());
            json.writeNumberProperty("deal", deal);
            json.writeStringProperty("result", command.hints().in(words));
          });
    } else {
      command.say("%s", command.hints().in(words));
    }
  }
}
