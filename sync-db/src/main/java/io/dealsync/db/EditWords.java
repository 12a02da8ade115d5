package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.EDIT_HISTORY;

import io.dealsync.journal.EditRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Lines of the edit history as people say them. */
final class EditWords {

  private EditWords() {}

  static EditRecord edit(Record line) {
    return new EditRecord(
        line.get(EDIT_HISTORY.AT),
        who(line),
        line.get(EDIT_HISTORY.CONTACT_ID) == null ? deal(line) : link(line));
  }

  /** What a run did is known; a program's name is only what it called itself. */
  private static String who(Record line) {
    Long run = line.get(EDIT_HISTORY.RUN_ID);
    String application = line.get(EDIT_HISTORY.APPLICATION_NAME);
    if (run != null) {
      return "run %d as %s".formatted(run, line.get(EDIT_HISTORY.DB_USER));
    }
    return line.get(EDIT_HISTORY.DB_USER) + (application.isBlank() ? "" : " with " + application);
  }

  private static String deal(Record line) {
    return switch (line.get(EDIT_HISTORY.OP)) {
      case "insert" -> "manage the deal (mode %s)".formatted(line.get(EDIT_HISTORY.NEW_MODE));
      case "delete" -> "take the deal out";
      default -> {
        List<String> parts = new ArrayList<>();
        moved("mode", line.get(EDIT_HISTORY.OLD_MODE), line.get(EDIT_HISTORY.NEW_MODE), parts);
        moved(
            "policy", line.get(EDIT_HISTORY.OLD_POLICY), line.get(EDIT_HISTORY.NEW_POLICY), parts);
        yield String.join("; ", parts);
      }
    };
  }

  private static String link(Record line) {
    long contact = line.get(EDIT_HISTORY.CONTACT_ID);
    return switch (line.get(EDIT_HISTORY.OP)) {
      case "insert" -> "link %d%s".formatted(contact, details(line));
      case "delete" -> "unlink %d".formatted(contact);
      default -> "contact %d: %s".formatted(contact, changes(line));
    };
  }

  private static String details(Record line) {
    List<String> details = new ArrayList<>();
    if (line.get(EDIT_HISTORY.NEW_SORT) != null) {
      details.add("sort " + line.get(EDIT_HISTORY.NEW_SORT));
    }
    if (Boolean.TRUE.equals(line.get(EDIT_HISTORY.NEW_PRIMARY))) {
      details.add("primary");
    }
    return details.isEmpty() ? "" : " (" + String.join(", ", details) + ")";
  }

  private static String changes(Record line) {
    List<String> parts = new ArrayList<>();
    moved("sort", line.get(EDIT_HISTORY.OLD_SORT), line.get(EDIT_HISTORY.NEW_SORT), parts);
    if (!Objects.equals(line.get(EDIT_HISTORY.OLD_PRIMARY), line.get(EDIT_HISTORY.NEW_PRIMARY))) {
      parts.add(
          Boolean.TRUE.equals(line.get(EDIT_HISTORY.NEW_PRIMARY)) ? "primary" : "not primary");
    }
    return String.join("; ", parts);
  }

  private static void moved(
      String what, @Nullable Object before, @Nullable Object after, List<String> parts) {
    if (!Objects.equals(before, after)) {
      parts.add(
          "%s %s → %s"
              .formatted(what, before == null ? "none" : before, after == null ? "none" : after));
    }
  }
}
