package io.dealsync.wording;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds HTML in which every text is escaped; elements are closed in the order they were opened.
 */
public final class HtmlWriter {

  private final StringBuilder html = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Markup that is part of the program. */
  public HtmlWriter raw(String markup) {
    html.append(markup);
    return this;
  }

  public HtmlWriter text(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(c);
      }
    }
    return this;
  }

  /** Opens an element; the class may be blank. */
  public HtmlWriter open(String element, String styleClass) {
    open.push(element);
    html.append('<').append(element);
    if (!styleClass.isEmpty()) {
      html.append(" class=\"").append(styleClass).append('"');
    }
    html.append('>');
    return this;
  }

  public HtmlWriter open(String element) {
    return open(element, "");
  }

  public HtmlWriter close() {
    html.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** An element that holds a text. */
  public HtmlWriter element(String element, String text) {
    return element(element, "", text);
  }

  public HtmlWriter element(String element, String styleClass, String text) {
    return open(element, styleClass).text(text).close();
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("Not closed: " + open);
    }
    return html.toString();
  }
}
