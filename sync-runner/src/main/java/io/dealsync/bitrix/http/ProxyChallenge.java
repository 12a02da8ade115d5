package io.dealsync.bitrix.http;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a proxy asks for before it lets a connection pass: the lines of its {@code
 * Proxy-Authenticate} (RFC 9110, 11.6.1 and 11.7.1).
 */
record ProxyChallenge(List<String> lines) {

  /** None that a proxy needs more of. */
  private static final int MOST_NAMES = 5;

  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*+\"?");

  /** A scheme, alone or with what belongs to it; a parameter has an equals sign instead. */
  private static final Pattern SCHEME =
      Pattern.compile("\\s*+([A-Za-z][A-Za-z0-9-]{0,29})(?:\\s+[^=\\s].*|\\s*)");

  static ProxyChallenge of(HttpHeaders headers) {
    return new ProxyChallenge(headers.allValues("Proxy-Authenticate"));
  }

  /** Whether Java answers it: it looks at the first scheme of each line. */
  boolean offersBasic() {
    return lines.stream()
        .map(line -> line.strip().toLowerCase(Locale.ROOT))
        .anyMatch(line -> line.equals("basic") || line.startsWith("basic "));
  }

  /** The schemes in words. Whatever does not look like a scheme's name is left out. */
  String names() {
    List<String> names =
        lines.stream()
            .map(line -> QUOTED.matcher(line).replaceAll("x"))
            .flatMap(line -> Stream.of(line.split(",")))
            .map(SCHEME::matcher)
            .filter(Matcher::matches)
            .map(scheme -> scheme.group(1))
            .distinct()
            .limit(MOST_NAMES)
            .toList();
    return names.isEmpty() ? "nothing that it names" : String.join(", ", names);
  }
}
