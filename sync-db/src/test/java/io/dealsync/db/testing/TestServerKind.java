package io.dealsync.db.testing;

import io.dealsync.db.embedded.Durability;
import io.dealsync.db.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * Where the server for tests comes from. {@code -Ddealsync.test.db=docker|embedded|env} forces one;
 * else a URL in the environment comes first, then a Docker engine, then the embedded server.
 */
enum TestServerKind {
  /** {@code DEALSYNC_TEST_DB_URL}, {@code _USER} and {@code _PASSWORD}; best a superuser. */
  ENV {
    @Override
    Access start() {
      return new Access(environment("URL"), environment("USER"), environment("PASSWORD"));
    }
  },
  /** A container that ends with this JVM. */
  DOCKER {
    @Override
    @SuppressWarnings("resource") // Stopped by the shutdown hook.
    Access start() {
      var container =
          new PostgreSQLContainer("postgres:17-alpine")
              .withUsername("postgres")
              .withCommand(
                  "postgres",
                  "-c",
                  "fsync=off",
                  "-c",
                  "synchronous_commit=off",
                  "-c",
                  "full_page_writes=off");
      container.start();
      AtExit.close(container::stop);
      return new Access(container.getJdbcUrl(), container.getUsername(), container.getPassword());
    }
  },
  /**
   * The one that comes along, with its data under {@code target}: one for each of the JVMs among
   * which surefire deals out the test classes.
   */
  EMBEDDED {
    @Override
    Access start() {
      String fork = System.getProperty("surefire.forkNumber", "1");
      var home = Path.of("target", "test-postgres-" + EmbeddedPostgres.version() + "-" + fork);
      var postgres = EmbeddedPostgres.open(home, Durability.DISPOSABLE);
      AtExit.close(postgres::close);
      return new Access(postgres.jdbcUrl(), postgres.superuser(), postgres.password());
    }
  };

  private static final Logger LOG = LoggerFactory.getLogger(TestServerKind.class);

  abstract Access start();

  /** A running server of the first kind that works here. */
  static Access startFirstFit() {
    String forced = System.getProperty("dealsync.test.db", "");
    if (!forced.isBlank()) {
      return valueOf(forced.toUpperCase(Locale.ROOT)).start();
    }
    if (System.getenv("DEALSYNC_TEST_DB_URL") != null) {
      return ENV.start();
    }
    return DockerEngine.answers() ? dockerOrEmbedded() : EMBEDDED.start();
  }

  /** An engine that cannot fetch the image must not stop those who work offline. */
  private static Access dockerOrEmbedded() {
    try {
      return DOCKER.start();
    } catch (RuntimeException noContainer) {
      LOG.warn("No PostgreSQL container ({}), using the embedded one", noContainer.getMessage());
      return EMBEDDED.start();
    }
  }

  private static String environment(String name) {
    String variable = "DEALSYNC_TEST_DB_" + name;
    return Objects.requireNonNull(System.getenv(variable), () -> variable + " is not set");
  }
}
