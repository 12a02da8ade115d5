package io.dealsync.bitrix.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one answer; used once. */
public final class EnvelopeReader<T> {

  private final ResultReader<T> reader;
  private final List<T> results = new ArrayList<>(1);
  private Optional<WorkingTime> working = Optional.empty();
  private @Nullable String code;
  private String description = "";

  private EnvelopeReader(ResultReader<T> reader) {
    this.reader = reader;
  }

  public static <T> Envelope<T> read(int status, byte[] body, ResultReader<T> reader) {
    EnvelopeReader<T> envelope = new EnvelopeReader<>(reader);
    try {
      Json.read(body, parser -> Json.fields(parser, name -> envelope.take(name, parser)));
    } catch (ShapeException unexpected) {
      return new Envelope.Garbled<>("an answer of an unknown shape: " + unexpected.getMessage());
    } catch (JacksonException notJson) {
      return new Envelope.Garbled<>(
          "something that is not JSON, or is cut off", PageSummary.of(body));
    }
    return envelope.whole(status);
  }

  private void take(String name, JsonParser parser) {
    switch (name) {
      case "result" -> results.add(reader.read(parser));
      case "error" -> error(parser);
      case "error_description" -> description = Json.text(parser);
      case "time" -> working = WorkingTime.read(parser);
      default -> {}
    }
  }

  private void error(JsonParser parser) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      PortalError nested = errorObject(0, parser);
      code = nested.code();
      description = nested.text();
    } else {
      code = Json.text(parser);
    }
  }

  /** An error as a map, or as a plain text in its place. */
  public static PortalError errorObject(int status, JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return new PortalError(status, "", Json.text(parser));
    }
    String[] parts = {"", ""};
    Json.fields(
        parser,
        name -> {
          switch (name) {
            case "error", "code" -> parts[0] = Json.text(parser);
            case "error_description", "message" -> parts[1] = Json.text(parser);
            default -> {}
          }
        });
    return new PortalError(status, parts[0], parts[1]);
  }

  private Envelope<T> whole(int status) {
    if (code != null && (results.isEmpty() || !code.isBlank())) {
      return new Envelope.Fault<>(new PortalError(status, code, description));
    }
    return results.isEmpty()
        ? new Envelope.Garbled<>("JSON with neither a result nor an error")
        : new Envelope.Success<>(results.get(0), working);
  }
}
