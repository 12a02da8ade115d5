package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.php.PhpArray;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Streaming JSON with PHP's habits: an empty map is {@code []}, keys 0, 1, 2… make a list. */
final class Json {

  private static final JsonFactory FACTORY = JsonFactory.builder().rootValueSeparator("").build();

  private Json() {}

  /** A generator for one or several values without separator. */
  static JsonGenerator generator(OutputStream out) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
  }

  /** Writes {@code items} as the PHP map under the property {@code name}. */
  static <T> void phpMap(
      JsonGenerator json, String name, List<T> items, Function<T, String> key, Consumer<T> value) {
    json.writeName(name);
    boolean list = PhpArray.isList(items.stream().map(key).toList());
    if (list) {
      json.writeStartArray();
      items.forEach(value);
      json.writeEndArray();
      return;
    }
    json.writeStartObject();
    for (T item : items) {
      json.writeName(key.apply(item));
      value.accept(item);
    }
    json.writeEndObject();
  }
}
