package io.dealsync.sandbox.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code multipart/form-data} body, read as the query string that says the same (RFC 7578). */
final class Multipart {

  private static final Pattern BOUNDARY = Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))");
  private static final Pattern NAME = Pattern.compile("(?i)\\bname=\"([^\"]*)\"");
  private static final Pattern FILE = Pattern.compile("(?i)\\bfilename=");

  private Multipart() {}

  /** The fields in order; files are no parameters. Empty when the type names no boundary. */
  static String asQuery(String contentType, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      return "";
    }
    String mark = "--" + (boundary.group(1) != null ? boundary.group(1) : boundary.group(2));
    String text = new String(body, StandardCharsets.UTF_8);
    List<String> pairs = new ArrayList<>();
    int start = text.indexOf(mark);
    while (start >= 0) {
      int end = text.indexOf("\r\n" + mark, start + mark.length());
      if (end >= 0) {
        pair(text.substring(start + mark.length(), end)).ifPresent(pairs::add);
      }
      start = end < 0 ? -1 : end + 2;
    }
    return String.join("&", pairs);
  }

  private static Optional<String> pair(String part) {
    int head = part.indexOf("\r\n\r\n");
    Matcher name = NAME.matcher(head < 0 ? "" : part.substring(0, head));
    return name.find() && !FILE.matcher(part.substring(0, head)).find()
        ? Optional.of(encoded(name.group(1)) + "=" + encoded(part.substring(head + 4)))
        : Optional.empty();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
