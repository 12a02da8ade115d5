package io.dealsync.cli.json;

/** What is wrong, for whom the exit code is not enough. */
@JsonDocument(
    name = "error",
    about = "A command that could not do its work, and had not begun a document of its own.")
public record ErrorDocument(@JsonField("What is wrong") Trouble error) {

  /** One trouble. */
  public record Trouble(
      @JsonField("The exit code") int code,
      @JsonField("The sentence that people get on standard error") String message,
      @JsonField("The command that the sentence advises; blank when it advises none")
          String next) {}
}
