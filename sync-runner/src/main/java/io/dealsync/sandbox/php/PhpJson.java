package io.dealsync.sandbox.php;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON body read like PHP's {@code json_decode} into arrays. */
public final class PhpJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private PhpJson() {}

  /** The array or object in {@code body}; empty when it is broken or a scalar (contract 3.1). */
  public static Optional<PhpArray> parse(byte[] body) {
    return parse(body, 0, body.length);
  }

  /** Parses a part of {@code body}. */
  public static Optional<PhpArray> parse(byte[] body, int offset, int length) {
    return parseValue(body, offset, length) instanceof PhpArray array
        ? Optional.of(array)
        : Optional.empty();
  }

  /** Any JSON value; null for JSON null and for broken text. */
  public static @Nullable Object parseValue(byte[] body, int offset, int length) {
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), body, offset, length)) {
      if (parser.nextToken() == null) {
        return null;
      }
      Object value = value(parser);
      return parser.nextToken() == null ? value : null;
    } catch (JacksonException broken) {
      return null;
    }
  }

  private static @Nullable Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Object integer(JsonParser parser) {
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> parser.getDoubleValue();
    };
  }

  private static PhpArray object(JsonParser parser) {
    PhpArray result = new PhpArray();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      result.put(name, value(parser));
    }
    return result;
  }

  private static PhpArray array(JsonParser parser) {
    PhpArray result = new PhpArray();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      result.append(value(parser));
    }
    return result;
  }
}
