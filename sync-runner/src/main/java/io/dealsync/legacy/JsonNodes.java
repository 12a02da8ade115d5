package io.dealsync.legacy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What the nodes of an API's answer say. */
final class JsonNodes {

  /** From here on a number with a fraction or an exponent has lost digits. */
  private static final BigDecimal EXACT = BigDecimal.valueOf(1_000_000_000_000_000L);

  private JsonNodes() {}

  /** A property's text; blank when it is not there or null. */
  static String text(JsonNode node, String name) {
    return text(node.path(name));
  }

  static String text(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }
    if (value.isFloatingPointNumber()) {
      return floating(value.decimalValue());
    }
    return value.isValueNode() ? value.asString() : value.toString();
  }

  /** With its exponent, where an id would be a rounded one. */
  private static String floating(BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    if (plain.abs().compareTo(EXACT) < 0) {
      return plain.toPlainString();
    }
    String digits = plain.unscaledValue().abs().toString();
    return "%s%s.%sE+%d"
        .formatted(
            plain.signum() < 0 ? "-" : "",
            digits.substring(0, 1),
            digits.length() > 1 ? digits.substring(1) : "0",
            plain.precision() - plain.scale() - 1);
  }

  static Stream<JsonNode> each(JsonNode list) {
    return list.isArray() ? StreamSupport.stream(list.spliterator(), false) : Stream.empty();
  }

  /** The ids of records in a list, by the first of these names that each has. */
  static String ids(Stream<JsonNode> list, String... names) {
    return list.map(each -> id(each, names))
        .filter(id -> !id.isEmpty())
        .collect(Collectors.joining(";"));
  }

  static String id(JsonNode node, String... names) {
    for (String name : names) {
      if (node.has(name)) {
        return text(node, name);
      }
    }
    return "";
  }

  /** Whether it says yes, in a way that APIs do. */
  static boolean isTrue(JsonNode value) {
    return value.isBoolean() ? value.asBoolean() : "1".equals(text(value));
  }

  /** Properties of a record that no shape reads, to be told to people. */
  static List<String> others(JsonNode record, Set<String> read) {
    List<String> others = new ArrayList<>();
    for (String name : record.propertyNames()) {
      if (!read.contains(name) && !name.startsWith("_")) {
        others.add(name);
      }
    }
    return others;
  }
}
