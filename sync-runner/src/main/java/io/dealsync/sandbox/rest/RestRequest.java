package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.php.PhpArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A decoded request.
 *
 * @param method the lower-case method name without {@code .json}
 * @param params query and body parameters, merged
 */
public record RestRequest(String method, PhpArray params, Credentials credentials) {

  private static final Pattern ID = Pattern.compile("(?:^|[?&])(?:id|ID)=(\\d{1,18})(?=&|$)");

  public boolean isBatch() {
    return method.equals("batch");
  }

  /** The lower-case methods of a batch's commands in order; none for other requests. */
  public List<String> commandMethods() {
    return calls().stream().map(RestRequest::methodOf).toList();
  }

  /** Whether the request calls this method, alone or inside a batch. */
  public boolean calls(String name) {
    return name.equals(method) || commandMethods().contains(name);
  }

  /** The ids that the request's calls are about, in order. */
  public List<Long> mentionedIds() {
    if (!isBatch()) {
      long id = Params.id(params);
      return id > 0 ? List.of(id) : List.of();
    }
    List<Long> ids = new ArrayList<>();
    for (String call : calls()) {
      Matcher matcher = ID.matcher(call);
      if (matcher.find()) {
        ids.add(Long.parseLong(matcher.group(1)));
      }
    }
    return ids;
  }

  private List<String> calls() {
    List<String> calls = new ArrayList<>();
    if (isBatch() && params.get("cmd") instanceof PhpArray commands) {
      commands
          .entries()
          .forEach(
              entry -> {
                if (entry.getValue() instanceof String call) {
                  calls.add(call);
                }
              });
    }
    return calls;
  }

  private static String methodOf(String call) {
    int question = call.indexOf('?');
    return (question < 0 ? call : call.substring(0, question)).toLowerCase(Locale.ROOT);
  }
}
