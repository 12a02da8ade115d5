package io.dealsync.legacy;

import static io.dealsync.legacy.JsonNodes.text;

import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Tells whose records a file has, by the first of them. */
final class JsonShapes {

  /** A record has more to say than an error. */
  private static final int FEW = 6;

  private JsonShapes() {}

  /**
   * The shape of a file.
   *
   * @throws UnusableFileException when the API was asked for something else, or refused
   */
  static JsonShape of(FileFacts facts, JsonNode first) {
    String file = facts.path().toString();
    refuseErrors(file, first);
    return Stream.of(
            SalesforceJson.of(file, first),
            HubSpotJson.of(file, first),
            AmoCrmJson.of(file, first),
            PipedriveJson.of(first),
            ZohoJson.of(first))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> new FlatJson(first));
  }

  /** What an API answers instead of records. */
  static void refuseErrors(String file, JsonNode answer) {
    error(answer)
        .ifPresent(
            words -> {
              throw new UnusableFileException(
                  "%s has no records but an error of the CRM: %s. Ask its API again."
                      .formatted(file, Value.shown(words)));
            });
  }

  private static Optional<String> error(JsonNode answer) {
    boolean isOne =
        answer.has("errorCode") && answer.has("message")
            || answer.path("error").isString() && !answer.has("id") && answer.size() <= FEW
            || "error".equals(text(answer, "status"))
            || answer.has("title") && answer.has("status") && answer.has("detail");
    if (!isOne) {
      return Optional.empty();
    }
    return Stream.of("message", "error_description", "detail", "error_info", "error", "title")
        .map(name -> text(answer, name))
        .filter(words -> !words.isEmpty())
        .findFirst()
        .or(() -> Optional.of(answer.toString()));
  }
}
