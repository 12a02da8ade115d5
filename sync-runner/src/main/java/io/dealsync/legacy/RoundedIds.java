package io.dealsync.legacy;

import io.dealsync.db.legacy.LegacyLink;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses ids that a spreadsheet has rounded: where all long ids of the first rows end in zeros
 * behind the fifteenth digit, that is no chance.
 */
final class RoundedIds {

  private static final int LONG = SpreadsheetId.EXACT_DIGITS + 2;

  private RoundedIds() {}

  /** The reader itself, or one that refuses rounded ids if the first rows have them. */
  static RowReader refusing(RowReader reader, Sample sample) {
    List<String> ids = longIds(reader, sample);
    boolean rounded = !ids.isEmpty() && ids.stream().allMatch(SpreadsheetId::looksRounded);
    return rounded ? new Refusing(reader) : reader;
  }

  private static List<String> longIds(RowReader reader, Sample sample) {
    List<String> ids = new ArrayList<>();
    for (Row row : sample.rows()) {
      try {
        if (reader.read(row) instanceof RowResult.Links links) {
          links.links().forEach(link -> ids.addAll(List.of(link.deal(), link.contact())));
        }
      } catch (BadValue unreadable) {
        // It is rejected when its turn comes.
      }
    }
    return ids.stream().filter(id -> id.length() >= LONG && id.matches("\\d+")).toList();
  }

  private record Refusing(RowReader reader) implements RowReader {

    @Override
    public RowResult read(Row row) {
      RowResult result = reader.read(row);
      if (result instanceof RowResult.Links links) {
        for (LegacyLink link : links.links()) {
          exact(link.deal(), "deal id");
          exact(link.contact(), "contact id");
        }
      }
      return result;
    }

    @Override
    public String deal(Row row) {
      return exact(reader.deal(row), "deal id");
    }

    @Override
    public String contact(Row row) {
      return exact(reader.contact(row), "contact id");
    }

    private static String exact(String id, String what) {
      if (SpreadsheetId.looksRounded(id)) {
        throw SpreadsheetId.rounded(id, what);
      }
      return id;
    }
  }
}
