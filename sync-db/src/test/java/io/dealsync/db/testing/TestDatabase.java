package io.dealsync.db.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A database of a test's own on a real PostgreSQL, owned by an ordinary role.
 *
 * <p>As a static {@code @RegisterExtension} field it lasts for the test class, as an instance field
 * for one test, and {@link #open()} with try-with-resources makes one anywhere.
 */
public final class TestDatabase
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        AutoCloseable {
  private final Supplier<String> creation;
  private @Nullable String name;
  private boolean ofClass;

  private TestDatabase(Supplier<String> creation) {
    this.creation = creation;
  }

  /** One without a schema. */
  public static TestDatabase empty() {
    return new TestDatabase(() -> TestServer.shared().create());
  }

  /**
   * One in which a migration has run as the owner.
   *
   * @param key names what the migration does: it runs once per key and JVM, all further databases
   *     are copies
   * @param migrate must leave no connection open
   */
  public static TestDatabase migrated(String key, Consumer<DataSource> migrate) {
    return new TestDatabase(() -> TestServer.shared().createLike(key, migrate));
  }

  /** Creates the database, for use without JUnit's callbacks. */
  public TestDatabase open() {
    if (name != null) {
      throw new IllegalStateException("Already open: " + name);
    }
    name = creation.get();
    return this;
  }

  /** Removes the database, whoever is still connected to it. */
  @Override
  public void close() {
    if (name != null) {
      endIdleSessions();
      TestServer.shared().drop(name);
      name = null;
    }
  }

  /** Nobody is connected any more, so that the database can be copied. */
  public void endIdleSessions() {
    try {
      IdleSessions.close(name());
    } catch (SQLException ended) {
      throw new IllegalStateException(ended);
    }
  }

  /** Unpooled connections of the owner. */
  public DataSource dataSource() {
    return owner().dataSource();
  }

  public Connection connect() throws SQLException {
    return dataSource().getConnection();
  }

  public String jdbcUrl() {
    return owner().url();
  }

  public String user() {
    return owner().user();
  }

  public String password() {
    return owner().password();
  }

  /** Unpooled connections of a superuser; the test is skipped where the server grants none. */
  public DataSource superuser() {
    Assumptions.assumeTrue(
        TestServer.shared().hasSuperuser(), "needs a superuser on the test server");
    return TestServer.shared().adminOf(name()).dataSource();
  }

  /** Unpooled connections of another role, made by the test; roles are shared by all databases. */
  public DataSource as(String role, String password) {
    return owner().as(role, password).dataSource();
  }

  public String name() {
    if (name == null) {
      throw new IllegalStateException("The database is not open.");
    }
    return name;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    ofClass = true;
    open();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!ofClass) {
      open();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!ofClass) {
      close();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  private Access owner() {
    return TestServer.shared().ownerOf(name());
  }
}
