package io.dealsync.db;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jooq.ConnectionProvider;

/** Hands jOOQ connections of the pool; when there are none, the error is dealsync's own. */
final class PoolConnections implements ConnectionProvider {

  private final DataSource pool;
  private final SqlFailures failures;

  PoolConnections(DataSource pool, Address address) {
    this.pool = pool;
    this.failures = new SqlFailures(address);
  }

  @Override
  public Connection acquire() {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw failures.translate(e);
    }
  }

  @Override
  public void release(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failures.translate(e);
    }
  }
}
