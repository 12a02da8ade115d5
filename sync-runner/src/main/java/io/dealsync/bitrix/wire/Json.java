package io.dealsync.bitrix.wire;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON as PHP writes it, read from a stream without building trees: an empty map is a list, a list
 * with gaps is a map, numbers may be strings (contract 3).
 */
public final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int TYPICAL_REQUEST = 4096;

  private Json() {}

  /**
   * Reads one JSON document.
   *
   * @throws JacksonException when it is not one, or does not end where it should
   */
  public static void read(byte[] document, Consumer<JsonParser> reader) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), document)) {
      if (parser.nextToken() == null) {
        throw new ShapeException("an empty document");
      }
      reader.accept(parser);
      leave(parser, 0);
      if (parser.nextToken() != null) {
        throw new ShapeException("something follows the document");
      }
    }
  }

  public static byte[] write(Consumer<JsonGenerator> writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_REQUEST);
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      writer.accept(generator);
    }
    return bytes.toByteArray();
  }

  /**
   * Goes through a map. An empty list counts as an empty map.
   *
   * @param each gets the key, with the value's first token current
   * @throws ShapeException when it is anything else
   */
  public static void fields(JsonParser parser, Consumer<String> each) {
    if (parser.currentToken() == JsonToken.START_ARRAY
        && parser.nextToken() == JsonToken.END_ARRAY) {
      return;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new ShapeException("a map was expected");
    }
    int depth = depth(parser);
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      each.accept(name);
      leave(parser, depth);
    }
  }

  /**
   * Goes through the elements of a list, or the values of a map.
   *
   * @param each is called with an element's first token current
   * @throws ShapeException when it is neither
   */
  public static void elements(JsonParser parser, Runnable each) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      fields(parser, name -> each.run());
      return;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new ShapeException("a list was expected");
    }
    int depth = depth(parser);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      each.run();
      leave(parser, depth);
    }
  }

  /** How many maps and lists are open. */
  public static int depth(JsonParser parser) {
    return parser.streamReadContext().getNestingDepth();
  }

  /** Skips what is left of a value whose surroundings have the given depth. */
  public static void leave(JsonParser parser, int depth) {
    while (depth(parser) > depth) {
      parser.nextToken();
    }
  }

  /**
   * A whole number, also one written as a string; null counts as 0.
   *
   * @throws ShapeException when it is neither
   */
  public static long wholeNumber(JsonParser parser) {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT -> inRange(parser);
      case VALUE_STRING -> parsed(parser.getString());
      case VALUE_NULL -> 0;
      default -> throw new ShapeException("a whole number was expected");
    };
  }

  private static long inRange(JsonParser parser) {
    try {
      return parser.getLongValue();
    } catch (JacksonException tooLarge) {
      throw new ShapeException("a number is too large");
    }
  }

  private static long parsed(String text) {
    try {
      return text.isBlank() ? 0 : Long.parseLong(text.strip());
    } catch (NumberFormatException notNumeric) {
      throw new ShapeException("a whole number was expected");
    }
  }

  /** A number; anything else counts as 0. */
  public static double number(JsonParser parser) {
    return parser.currentToken().isNumeric() ? parser.getDoubleValue() : 0;
  }

  /** The text of a string or another plain value; of anything else and of null an empty one. */
  public static String text(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return token.isScalarValue() && token != JsonToken.VALUE_NULL ? parser.getString() : "";
  }

  /** Whether a plain value is true as PHP sees it. */
  public static boolean truth(JsonParser parser) {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      case VALUE_STRING -> !parser.getString().isEmpty() && !parser.getString().equals("0");
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue() != 0;
      default -> throw new ShapeException("a plain value was expected");
    };
  }
}
