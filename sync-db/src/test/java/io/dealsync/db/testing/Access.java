package io.dealsync.db.testing;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Where a server is and who may enter: a JDBC URL of any of its databases, a user, a password. */
record Access(String url, String user, String password) {
  Access to(String database) {
    var source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setDatabaseName(database);
    return new Access(source.getUrl(), user, password);
  }

  Access as(String otherUser, String otherPassword) {
    return new Access(url, otherUser, otherPassword);
  }

  DataSource dataSource() {
    var source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(user);
    source.setPassword(password);
    // The program's name then comes with the log-in, and is what RESET ALL goes back to.
    source.setAssumeMinServerVersion("13");
    return source;
  }

  @Override
  public String toString() {
    return "Access[" + user + " to " + url + "]";
  }
}
