package io.dealsync.cli.json;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes documents: records, component by component, in their order. An empty {@link Optional}
 * writes no field; a {@link Supplier} is asked when its turn comes. What it can write is what the
 * reference can describe; Jackson's own binding takes longer to start than most commands do.
 */
public final class JsonWriter {

  private static final ObjectWriter WRITER =
      JsonMapper.shared()
          .writerWithDefaultPrettyPrinter()
          .with(new CleanEscapes())
          .without(StreamWriteFeature.AUTO_CLOSE_TARGET);

  private JsonWriter() {}

  /** Prints a document and a line break. */
  public static void print(PrintStream out, Record document) {
    try (JsonGenerator json = WRITER.createGenerator(out)) {
      object(json, document);
    }
    out.println();
  }

  /** A component's name in JSON. */
  public static String name(RecordComponent component) {
    String name = component.getName();
    StringBuilder text = new StringBuilder(name.length() + 4);
    for (char each : name.toCharArray()) {
      if (Character.isUpperCase(each)) {
        text.append('_');
      }
      text.append(Character.toLowerCase(each));
    }
    return text.toString();
  }

  /** A constant's name in JSON. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void object(JsonGenerator json, Record value) {
    json.writeStartObject();
    fields(json, value);
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, Record value) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Optional<Object> present = present(get(component.getAccessor(), value));
      if (present.isEmpty()) {
        continue;
      }
      if (component.isAnnotationPresent(JsonInlined.class)) {
        fields(json, (Record) present.get());
      } else {
        json.writeName(name(component));
        value(json, present.get());
      }
    }
  }

  private static Object get(Method accessor, Record value) {
    try {
      accessor.setAccessible(true);
      return accessor.invoke(value);
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InvocationTargetException failed) {
      throw new IllegalStateException(failed.getCause());
    }
  }

  private static Optional<Object> present(Object value) {
    return switch (value) {
      case Supplier<?> later -> present(later.get());
      case Optional<?> maybe -> maybe.map(Object.class::cast);
      case OptionalLong maybe ->
          maybe.isPresent() ? Optional.of(maybe.getAsLong()) : Optional.empty();
      default -> Optional.of(value);
    };
  }

  private static void value(JsonGenerator json, Object value) {
    switch (value) {
      case String text -> json.writeString(text);
      case Long number -> json.writeNumber(number);
      case Integer number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Boolean truth -> json.writeBoolean(truth);
      case Record object -> object(json, object);
      case List<?> all -> array(json, all::forEach);
      case JsonRows<?> rows -> array(json, rows);
      case Map<?, ?> entries -> map(json, entries);
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private static <T> void array(JsonGenerator json, JsonRows<T> rows) {
    json.writeStartArray();
    rows.forEach(each -> value(json, each));
    json.writeEndArray();
  }

  private static void map(JsonGenerator json, Map<?, ?> entries) {
    json.writeStartObject();
    entries.forEach(
        (key, value) -> {
          json.writeName(String.valueOf(key));
          value(json, value);
        });
    json.writeEndObject();
  }
}
