package io.dealsync.app;

import io.dealsync.config.DataHome;
import io.dealsync.db.RunWitness;
import io.dealsync.files.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest run of each portal in a file among what dealsync stores itself, for each database. A
 * machine without such a file knows nothing, and notices nothing.
 */
final class KnownRuns implements RunWitness {

  private static final Logger LOG = LoggerFactory.getLogger(KnownRuns.class);

  private static final String NAME = "known-runs.properties";

  private final Path home;
  private final String database;

  /**
   * @param database its place, as shown to people
   */
  KnownRuns(Path home, String database) {
    this.home = home;
    this.database = database;
  }

  @Override
  public Optional<Seen> latest(String portal) {
    return Optional.ofNullable(read().getProperty(key(portal))).flatMap(KnownRuns::parsed);
  }

  private static Optional<Seen> parsed(String text) {
    String[] parts = text.split(" ", 2);
    try {
      return parts.length == 2
          ? Optional.of(new Seen(Long.parseLong(parts[0]), Instant.parse(parts[1])))
          : Optional.empty();
    } catch (NumberFormatException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public void keep(String portal, Seen run) {
    try {
      Properties known = read();
      known.setProperty(key(portal), run.run() + " " + run.startedAt());
      StringWriter content = new StringWriter();
      known.store(content, null);
      OwnerOnly.folders(DataHome.data(home));
      OwnerOnly.replace(DataHome.closedData(home).resolve(NAME), content.toString());
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("the run was not kept outside the database: {}", e.getMessage());
    }
  }

  private Properties read() {
    Properties known = new Properties();
    Path file = DataHome.data(home).resolve(NAME);
    if (Files.isReadable(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        known.load(in);
      } catch (IOException | IllegalArgumentException e) {
        LOG.debug("the runs kept outside the database cannot be read: {}", e.getMessage());
      }
    }
    return known;
  }

  private String key(String portal) {
    return database + ", " + portal;
  }
}
