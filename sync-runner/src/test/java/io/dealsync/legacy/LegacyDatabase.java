package io.dealsync.legacy;

import io.dealsync.db.TestSchema;
import io.dealsync.db.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database with the schema, for one test, and short ways to ask it. */
final class LegacyDatabase implements BeforeEachCallback, AfterEachCallback {

  private final TestDatabase database = TestSchema.migrated();

  @Override
  public void beforeEach(ExtensionContext context) {
    database.beforeEach(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    database.afterEach(context);
  }

  DataSource source() {
    return database.dataSource();
  }

  void execute(String... statements) {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The rows of a query, each as its values with blanks between; NULL as a dash. */
  List<String> rows(String sql) {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        StringJoiner row = new StringJoiner(" ");
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          String value = rows.getString(column);
          row.add(value == null ? "-" : value);
        }
        found.add(row.toString());
      }
      return found;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  String one(String sql) {
    return String.join("\n", rows(sql));
  }

  /** All links, in the order of files and lines. */
  List<String> links() {
    return rows(
        """
        SELECT line, legacy_deal_id, legacy_contact_id, sort, is_primary, skip_reason
        FROM dealsync.legacy_link ORDER BY file_id, line, sort, legacy_contact_id""");
  }

  /** Links without lines. */
  List<String> distinctLinks() {
    return rows(
        """
        SELECT legacy_deal_id, legacy_contact_id, is_primary
        FROM dealsync.legacy_link ORDER BY 1, 2""");
  }

  List<String> leftovers() {
    return rows(
        "SELECT line, outcome, reason FROM dealsync.legacy_leftover ORDER BY file_id, line, reason");
  }
}
