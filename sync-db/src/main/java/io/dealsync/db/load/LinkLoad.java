package io.dealsync.db.load;

import io.dealsync.db.SqlFailures;
import io.dealsync.db.load.LoadException.Kind;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * One load of desired links: first its source is named, then it is rehearsed or made. It is one
 * transaction, and closing it without having made it leaves nothing behind.
 */
public final class LinkLoad implements AutoCloseable {

  private static final int PAGE = 5_000;
  private static final String OURS = "links_to_load";
  private static final String OUR_NAME = "pg_temp." + OURS;

  private final Connection connection;
  private final SqlFailures failures;
  private String source = OUR_NAME;
  private String shownAs = OUR_NAME;

  private LinkLoad(Connection connection, SqlFailures failures) {
    this.connection = connection;
    this.failures = failures;
  }

  /**
   * Begins a load.
   *
   * @throws io.dealsync.db.DatabaseException when the database cannot be used
   */
  public static LinkLoad open(DataSource database) {
    SqlFailures failures = SqlFailures.of(database);
    try {
      Connection connection = database.getConnection();
      connection.setAutoCommit(false);
      return new LinkLoad(connection, failures);
    } catch (SQLException failure) {
      throw failures.translate(failure);
    }
  }

  /** Loads a table or view of the database, named as in SQL. */
  public LinkLoad fromTable(String name) {
    String found =
        ask(
            "SELECT dealsync.source_name(pg_catalog.to_regclass(?))",
            row -> row.getString(1),
            name);
    if (found == null) {
      throw new LoadException(
          Kind.UNUSABLE,
          "There is no table or view %s that this database user sees; name it with its schema."
              .formatted(name));
    }
    source = found;
    shownAs = found;
    return this;
  }

  /**
   * Loads what a query of the database finds.
   *
   * @param sql one query that changes nothing
   */
  public LinkLoad fromQuery(String sql) {
    shownAs = "the query";
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(
          "CREATE TEMP VIEW %s AS SELECT * FROM (%n%s%n) AS query"
              .formatted(OURS, sql.strip().replaceFirst("[;\\s]+$", "")));
    } catch (SQLException failure) {
      throw isQuestionable(failure)
          ? new LoadException(
              Kind.UNUSABLE,
              "That is no query that links could be read from: %s.".formatted(words(failure)),
              failure)
          : translated(failure);
    }
    return this;
  }

  private static boolean isQuestionable(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("42") || state.startsWith("0A");
  }

  /**
   * Loads rows from elsewhere.
   *
   * @param name what the source is called for people
   */
  public LinkLoad fromRows(String name, Set<LinkRows.Detail> details, Consumer<LinkRows> rows) {
    shownAs = name;
    try (LinkRows into = LinkRows.into(connection, OURS, details)) {
      rows.accept(into);
    } catch (SQLException failure) {
      throw translated(failure);
    } catch (LinkRows.CopyFailure failure) {
      throw translated(failure.sql());
    }
    return this;
  }

  /**
   * Tells what the load would change, and changes nothing.
   *
   * @param deals gets each deal that would change, by id
   * @throws LoadException when the source cannot be loaded at all
   */
  public LoadResult rehearse(LoadRequest request, Consumer<LoadedDeal> deals) {
    try (PreparedStatement preview =
        connection.prepareStatement(
            "SELECT * FROM dealsync.preview_links(?::regclass, ?, ?, ?, ?)")) {
      fill(preview, request);
      preview.setFetchSize(PAGE);
      try (ResultSet rows = preview.executeQuery()) {
        while (rows.next()) {
          deals.accept(deal(rows));
        }
      }
      return result(request, null);
    } catch (SQLException failure) {
      throw translated(failure);
    }
  }

  /**
   * Makes the load.
   *
   * @throws LoadException when the guard refuses it, or the source cannot be loaded
   */
  public LoadResult run(LoadRequest request) {
    try (PreparedStatement call =
        connection.prepareStatement("CALL dealsync.replace_links(?::regclass, ?, ?, ?, ?)")) {
      fill(call, request);
      Long run;
      try (ResultSet row = call.executeQuery()) {
        row.next();
        run = row.getObject(1, Long.class);
      }
      LoadResult result = result(request, run);
      connection.commit();
      return result;
    } catch (SQLException failure) {
      throw translated(failure);
    }
  }

  private void fill(PreparedStatement statement, LoadRequest request) throws SQLException {
    statement.setString(1, source);
    statement.setString(2, request.portal());
    statement.setString(3, request.absent().orElse(null));
    statement.setArray(4, connection.createArrayOf("text", request.allow().toArray()));
    statement.setString(5, request.feed().orElse(null));
  }

  private static LoadedDeal deal(ResultSet row) throws SQLException {
    return new LoadedDeal(
        row.getLong("deal_id"),
        row.getString("what"),
        contacts(row.getArray("contacts_before")),
        contacts(row.getArray("contacts_after")),
        number(row, "primary_before"),
        number(row, "primary_after"));
  }

  private static List<Long> contacts(Array array) throws SQLException {
    return List.of((Long[]) array.getArray());
  }

  private static OptionalLong number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** What was compared is still there until the end of the transaction. */
  private LoadResult result(LoadRequest request, @Nullable Long run) {
    String feed = request.feed().orElse(source);
    String absent =
        ask(
            "SELECT dealsync.absent_rule(?, ?, ?, ?)",
            row -> row.getString(1),
            request.absent().orElse(null),
            source,
            request.portal(),
            feed);
    String refusal =
        run != null
            ? ""
            : ask(
                "SELECT coalesce(dealsync.load_refusal(?, ?, ?, ?::text[], ?), '')",
                row -> row.getString(1),
                source,
                request.portal(),
                absent,
                request.allow().toArray(String[]::new),
                feed);
    return ask(
        """
        SELECT (SELECT count(*) FROM pg_temp.incoming_link),
               count(*) FILTER (WHERE what = 'take-in'), count(*) FILTER (WHERE what = 'change'),
               count(*) FILTER (WHERE what = 'release'), count(*) FILTER (WHERE what = 'clear'),
               coalesce(sum(links_made), 0), coalesce(sum(links_lost), 0)
        FROM pg_temp.changing_deal\
        """,
        row ->
            new LoadResult(
                feed,
                absent,
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                run == null ? OptionalLong.empty() : OptionalLong.of(run),
                refusal.replace(OUR_NAME, shownAs)));
  }

  /** What a row becomes. */
  @FunctionalInterface
  private interface Mapper<T extends @Nullable Object> {
    T map(ResultSet row) throws SQLException;
  }

  private <T extends @Nullable Object> T ask(
      String sql, Mapper<T> mapper, @Nullable Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int at = 0; at < values.length; at++) {
        statement.setObject(
            at + 1,
            values[at] instanceof String[] texts
                ? connection.createArrayOf("text", texts)
                : values[at]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return mapper.map(row);
      }
    } catch (SQLException failure) {
      throw translated(failure);
    }
  }

  private RuntimeException translated(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    String words = words(failure).replace(OUR_NAME, shownAs);
    if (state.equals("55000")) {
      return new LoadException(Kind.REFUSED, words.replaceFirst("^refused: ", ""), failure);
    }
    if (state.equals("55006")) {
      return new LoadException(
          Kind.BUSY, words + ". Load it when that transaction has ended.", failure);
    }
    if (state.startsWith("HV") || state.equals("57014")) {
      return new LoadException(
          Kind.BUSY,
          "%s could not be read to its end: %s. Nothing was loaded; run again."
              .formatted(shownAs, words),
          failure);
    }
    return state.startsWith("22") || state.startsWith("42") && !state.equals("42501")
        ? new LoadException(
            Kind.UNUSABLE,
            words.contains(shownAs) || state.equals("22023")
                ? words + ". Nothing was loaded."
                : "%s cannot be read: %s. Nothing was loaded.".formatted(shownAs, words),
            failure)
        : failures.translate(failure);
  }

  private static String words(SQLException failure) {
    ServerErrorMessage server =
        failure instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    String words = server == null ? failure.getMessage() : server.getMessage();
    return String.valueOf(words).strip();
  }

  /** Takes back what was not made; the pooled connection goes back clean. */
  @Override
  public void close() {
    try (connection) {
      connection.rollback();
      connection.setAutoCommit(true);
      try (var statement = connection.createStatement()) {
        statement.execute("DISCARD TEMP");
      }
    } catch (SQLException lost) {
      // A session that cannot be tidied up is gone, and its tables with it.
    }
  }
}
