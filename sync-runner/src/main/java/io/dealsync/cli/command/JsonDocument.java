package io.dealsync.cli.command;

import java.io.PrintStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object on a stream, written as it is made. */
public final class JsonDocument {

  private static final ObjectWriter WRITER =
      JsonMapper.shared()
          .writerWithDefaultPrettyPrinter()
          .without(StreamWriteFeature.AUTO_CLOSE_TARGET);

  private JsonDocument() {}

  /** Prints an object whose properties {@code properties} writes, and a line break. */
  public static void print(PrintStream out, Consumer<JsonGenerator> properties) {
    try (JsonGenerator json = WRITER.createGenerator(out)) {
      json.writeStartObject();
      properties.accept(json);
      json.writeEndObject();
    }
    out.println();
  }
}
