package io.dealsync.legacy;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The records of what a CRM's API answers, as rows: a page, several pages put together, an array,
 * or a record on each line. Each record counts as a line, the header as the first.
 */
final class JsonTable implements Table {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Where the APIs put their records. */
  private static final Set<String> LISTS =
      Set.of("leads", "results", "records", "data", "items", "result");

  private final FileFacts facts;
  private final Reader text;
  private final JsonParser parser;
  private final boolean byLine;
  private final JsonShape shape;
  private final Row row = new Row();
  private @Nullable JsonNode pending;
  private boolean inList;
  private int line = 1;

  private JsonTable(FileFacts facts, boolean byLine) {
    this.facts = facts;
    this.byLine = byLine;
    this.text = facts.text();
    this.parser = MAPPER.createParser(text);
    try {
      this.pending = nextRecord();
      this.shape = pending == null ? JsonShape.NONE : JsonShape.of(facts, pending);
      shape.columns().forEach(row::add);
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
    if (lists.pending != null) {
      return lists;
    }
    lists.close();
    JsonTable lines = new JsonTable(facts, true);
    if (lines.pending == null || isPage(lines.pending)) {
      lines.close();
      throw new UnusableFileException("%s has no records.".formatted(facts.path()));
    }
    return lines;
  }

  /** A page without records is no record. */
  private static boolean isPage(JsonNode node) {
    return LISTS.stream().anyMatch(name -> node.path(name).isArray());
  }

  private @Nullable JsonNode nextRecord() {
    try {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (inList && token == JsonToken.END_ARRAY) {
          inList = false;
        } else if (token == JsonToken.START_OBJECT && (inList || byLine)) {
          return MAPPER.readTree(parser);
        } else if (token == JsonToken.START_ARRAY && !inList && isList()) {
          inList = true;
        }
      }
      return null;
    } catch (JacksonException broken) {
      throw new UnusableFileException(
          "%s is not whole JSON: %s (after record %d)."
              .formatted(facts.path(), broken.getOriginalMessage(), line - 1),
          broken);
    }
  }

  private boolean isList() {
    String name = parser.currentName();
    return name == null ? parser.streamReadContext().getParent().inRoot() : LISTS.contains(name);
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
    if (pending == null) {
      pending = nextRecord();
    }
    return pending != null;
  }

  @Override
  public Row next() {
    if (!hasNext() || pending == null) {
      throw new NoSuchElementException();
    }
    row.begin(++line);
    shape.values(pending).forEach(row::add);
    pending = null;
    return row;
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
