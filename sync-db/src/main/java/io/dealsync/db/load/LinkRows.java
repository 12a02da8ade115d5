package io.dealsync.db.load;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Rows of a source outside of the database, on their way into a table that is loaded then. */
public final class LinkRows implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  /** What a source may tell of a link beyond its deal and contact. */
  public enum Detail {
    SORT("sort bigint"),
    POSITION("position bigint"),
    PRIMARY("is_primary boolean");

    private final String column;

    Detail(String column) {
      this.column = column;
    }
  }

  private final Set<Detail> details;
  private final OutputStream copy;
  private final StringBuilder row = new StringBuilder();

  private LinkRows(Set<Detail> details, OutputStream copy) {
    this.details = details;
    this.copy = copy;
  }

  static LinkRows into(Connection connection, String table, Set<Detail> details)
      throws SQLException {
    Set<Detail> told = details.isEmpty() ? EnumSet.noneOf(Detail.class) : EnumSet.copyOf(details);
    StringBuilder columns = new StringBuilder("deal_id bigint, contact_id bigint");
    told.forEach(detail -> columns.append(", ").append(detail.column));
    try (var statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE %s (%s) ON COMMIT DROP".formatted(table, columns));
    }
    return new LinkRows(
        told,
        new BufferedOutputStream(
            new PGCopyOutputStream(
                connection.unwrap(PGConnection.class),
                "COPY pg_temp.%s FROM STDIN".formatted(table)),
            BUFFER));
  }

  /** Adds a row; of what the source does not tell, nothing is taken. */
  public void add(
      long deal, long contact, OptionalLong sort, OptionalLong position, boolean primary) {
    row.setLength(0);
    row.append(deal).append('\t').append(contact);
    for (Detail detail : details) {
      row.append('\t');
      switch (detail) {
        case SORT -> append(sort);
        case POSITION -> append(position);
        case PRIMARY -> row.append(primary ? 't' : 'f');
      }
    }
    row.append('\n');
    try {
      copy.write(row.toString().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException failure) {
      throw new CopyFailure(failure);
    }
  }

  private void append(OptionalLong value) {
    if (value.isPresent()) {
      row.append(value.getAsLong());
    } else {
      row.append("\\N");
    }
  }

  /** Ends the rows. */
  @Override
  public void close() {
    try {
      copy.close();
    } catch (IOException failure) {
      throw new CopyFailure(failure);
    }
  }

  /** The database did not take the rows. */
  static final class CopyFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CopyFailure(IOException cause) {
      super(cause);
    }

    SQLException sql() {
      return getCause() != null && getCause().getCause() instanceof SQLException sql
          ? sql
          : new SQLException(String.valueOf(getMessage()), "08006", this);
    }
  }
}
