package io.dealsync.wording;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * Builds HTML in which every text is escaped; elements are closed in the order they were opened.
 */
public final class HtmlWriter {

  private final StringBuilder html = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Begins a page that needs nothing from elsewhere.
   *
   * @param style CSS beside {@link PageStyle#STYLE}
   * @param head further markup of the head
   */
  public HtmlWriter beginPage(String title, String style, String head) {
    raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    raw(head).element("title", title);
    return raw("<style>\n" + PageStyle.STYLE + style + "</style>\n</head>\n<body>\n");
  }

  public HtmlWriter endPage() {
    return raw("</body>\n</html>\n");
  }

  /**
   * Begins a table with its header row.
   *
   * @param isNumber whether the column of this name has numbers
   */
  public HtmlWriter beginTable(Predicate<String> isNumber, String... header) {
    open("table").open("thead").open("tr");
    for (String name : header) {
      element("th", isNumber.test(name) ? "number" : "", name);
    }
    return close().close().open("tbody");
  }

  public HtmlWriter endTable() {
    return close().close();
  }

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
