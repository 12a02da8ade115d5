package io.dealsync.bitrix.wire;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a page in place of an answer says: its title, or its first words. */
final class PageSummary {

  private static final int LOOKED_AT = 16 * 1024;
  private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>([^<]*)</title>");
  private static final Pattern UNSEEN =
      Pattern.compile("(?is)<(script|style)\\b.*?(</\\1>|$)|<!--.*?(-->|$)|<[^>]*(>|$)");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private PageSummary() {}

  /** Blank for JSON that is cut off: what it holds is nobody's title. */
  static String of(byte[] body) {
    String text =
        new String(body, 0, Math.min(body.length, LOOKED_AT), StandardCharsets.UTF_8).strip();
    if (text.startsWith("{") || text.startsWith("[")) {
      return "";
    }
    Matcher title = TITLE.matcher(text);
    String words =
        title.find() && !title.group(1).isBlank()
            ? title.group(1)
            : UNSEEN.matcher(text).replaceAll(" ");
    return BLANKS.matcher(words).replaceAll(" ").strip();
  }
}
