package io.dealsync.bitrix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A made-up answer to a batch: by command key a result, an error code, or silence. Commands that it
 * does not name answer well.
 */
final class BatchScript implements UnaryOperator<String> {

  private static final Pattern COMMAND = Pattern.compile("\"(\\w+)\":\"([\\w.]+)\\??([^\"]*)\"");
  private static final String ROWS =
      "[{\"CONTACT_ID\":55,\"SORT\":10,\"ROLE_ID\":0,\"IS_PRIMARY\":\"Y\"}]";

  /** The handshake that rides with the first reading. */
  private static final String HANDSHAKE = "fields";

  private static final String FIELDS =
      "{\"CONTACT_ID\":{\"type\":\"integer\"},\"SORT\":{\"type\":\"integer\"},"
          + "\"IS_PRIMARY\":{\"type\":\"char\"}}";

  private final Map<String, String> results = new LinkedHashMap<>();
  private final Map<String, String> errors = new LinkedHashMap<>();
  private final List<String> silent = new ArrayList<>();

  /** The keys of the commands in a request, but for the handshake's. */
  static List<String> keys(String body) {
    return allKeys(body).stream().filter(key -> !key.equals(HANDSHAKE)).toList();
  }

  private static List<String> allKeys(String body) {
    List<String> keys = new ArrayList<>();
    Matcher command = COMMAND.matcher(body.substring(body.indexOf("\"cmd\"") + 5));
    while (command.find()) {
      keys.add(command.group(1));
    }
    return keys;
  }

  BatchScript result(String key, String json) {
    results.put(key, json);
    return this;
  }

  BatchScript error(String key, String code, String text) {
    errors.put(key, "{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(code, text));
    return this;
  }

  BatchScript silent(String... keys) {
    silent.addAll(List.of(keys));
    return this;
  }

  @Override
  public String apply(String body) {
    List<String> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (String key : allKeys(body)) {
      if (errors.containsKey(key)) {
        bad.add("\"%s\":%s".formatted(key, errors.get(key)));
      } else if (!silent.contains(key)) {
        good.add("\"%s\":%s".formatted(key, results.getOrDefault(key, usual(key))));
      }
    }
    return "{\"result\":{\"result\":%s,\"result_error\":%s},\"time\":{}}"
        .formatted(map(good), map(bad));
  }

  private static String usual(String key) {
    if (key.equals(HANDSHAKE)) {
      return FIELDS;
    }
    return key.endsWith("g") || key.endsWith("b") ? ROWS : "true";
  }

  private static String map(List<String> entries) {
    return entries.isEmpty() ? "[]" : "{" + String.join(",", entries) + "}";
  }
}
