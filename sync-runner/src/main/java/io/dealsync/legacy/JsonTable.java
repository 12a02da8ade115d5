package io.dealsync.legacy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The records of what a CRM's API answers, as rows: a page, several pages put together, an array,
 * or a record on each line. Each row that is made of one counts as a line, the header as the first.
 */
final class JsonTable implements Table {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** Where the APIs put their records. */
  private static final Set<String> LISTS =
      Set.of("leads", "results", "records", "data", "items", "result");

  /** Where amoCRM puts them, inside of {@code _embedded}; elsewhere they are parts of records. */
  private static final Set<String> EMBEDDED = Set.of("contacts", "links");

  private static final JsonNode NONE = MAPPER.createObjectNode();

  private final FileFacts facts;
  private final CountingReader text;
  private final JsonParser parser;
  private final boolean byLine;
  private final JsonPages pages = new JsonPages();
  private final JsonShape shape;
  private final Row row = new Row();
  private final Deque<JsonRow> pending = new ArrayDeque<>();
  private boolean hasRecords;
  private boolean inList;
  private boolean isOver;
  private int line = 1;

  private JsonTable(FileFacts facts, boolean byLine) {
    this.facts = facts;
    this.byLine = byLine;
    this.text = new CountingReader(facts.text());
    this.parser = MAPPER.createParser(text);
    try {
      Optional<JsonNode> first = nextRecord();
      this.hasRecords = first.filter(record -> !byLine || !isPage(record)).isPresent();
      this.shape = JsonShapes.of(facts, first.filter(any -> hasRecords).orElse(NONE));
      shape.columns().forEach(row::add);
      first.filter(any -> hasRecords).ifPresent(record -> pending.addAll(shape.rows(record)));
    } catch (RuntimeException | Error failure) {
      close();
      throw failure;
    }
  }

  /**
   * Opens a file.
   *
   * @throws UnusableFileException when it has no records that are known
   */
  static JsonTable open(FileFacts facts) {
    JsonTable lists = new JsonTable(facts, false);
    if (lists.hasRecords) {
      return lists;
    }
    lists.close();
    JsonTable lines = new JsonTable(facts, true);
    if (!lines.hasRecords) {
      lines.close();
      throw new UnusableFileException("%s has no records.".formatted(facts.path()));
    }
    return lines;
  }

  /** A page without records is no record. */
  private static boolean isPage(JsonNode node) {
    return LISTS.stream().anyMatch(name -> node.path(name).isArray());
  }

  private Optional<JsonNode> nextRecord() {
    try {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (inList && token == JsonToken.END_ARRAY) {
          inList = false;
        } else if (token == JsonToken.START_OBJECT && (inList || byLine)) {
          return Optional.of(MAPPER.readTree(parser));
        } else if (token == JsonToken.START_ARRAY && !inList && isList()) {
          inList = true;
        } else {
          notice(token);
        }
      }
      return Optional.empty();
    } catch (JacksonException broken) {
      throw new UnusableFileException(
          isAtItsEnd(broken)
              ? "%s is not whole JSON: it is cut off after record %d."
                  .formatted(facts.path(), line - 1)
              : "%s is not whole JSON: %s (after record %d)."
                  .formatted(facts.path(), broken.getOriginalMessage(), line - 1),
          broken);
    }
  }

  private void notice(JsonToken token) {
    if (token == JsonToken.START_OBJECT && parser.currentName() == null) {
      pages.begin();
    }
    pages.see(parser, token);
  }

  /** Whether nothing but the end of a line follows the place where it broke. */
  private boolean isAtItsEnd(JacksonException broken) {
    long place = broken.getLocation() == null ? 0 : broken.getLocation().getCharOffset();
    return broken instanceof UnexpectedEndOfInputException || text.countToItsEnd() - place <= 2;
  }

  private boolean isList() {
    String name = parser.currentName();
    return name == null
        ? parser.streamReadContext().getParent().inRoot()
        : LISTS.contains(name) || EMBEDDED.contains(name) && isEmbedded();
  }

  private boolean isEmbedded() {
    TokenStreamContext around = parser.streamReadContext().getParent().getParent();
    return around != null && "_embedded".equals(around.currentName());
  }

  @Override
  public List<String> header() {
    return shape.columns();
  }

  @Override
  public Row row() {
    return row;
  }

  @Override
  public int line() {
    return line;
  }

  @Override
  public boolean hasNext() {
    while (pending.isEmpty() && !isOver) {
      Optional<JsonNode> record = nextRecord();
      record.ifPresent(any -> pending.addAll(shape.rows(any)));
      isOver = record.isEmpty();
    }
    if (isOver && pending.isEmpty()) {
      shape
          .flaw()
          .ifPresent(
              why -> {
                throw new UnusableFileException(why);
              });
    }
    return !pending.isEmpty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    JsonRow next = pending.removeFirst();
    row.begin(++line);
    next.values().forEach(row::add);
    row.judge(next.skipped(), next.unreadable());
    return row;
  }

  @Override
  public String note() {
    return shape.note();
  }

  @Override
  public Optional<String> missing() {
    return pages
        .more()
        .map(
            sign ->
                "More records follow than the file has (%s): this is not all of them."
                    .formatted(sign));
  }

  @Override
  public void close() {
    parser.close();
    try {
      text.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
