package io.dealsync.app;

import io.dealsync.bitrix.BitrixPortal;
import io.dealsync.bitrix.auth.Relocation;
import io.dealsync.bitrix.pace.BucketLevel;
import io.dealsync.config.ConfigException;
import io.dealsync.config.NetworkSettings;
import io.dealsync.config.PortalSettings;
import io.dealsync.db.AddressMemory;
import io.dealsync.db.BucketMemory;
import io.dealsync.db.Database;
import io.dealsync.db.DatabaseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of all portals, made when first needed. What one learns of its portal is kept in the
 * database for the next process: how full the rate limit is, where the portal answers.
 */
final class PortalClients implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PortalClients.class);

  private final NetworkSettings network;
  private final Database database;
  private final Map<String, BitrixPortal> portals = new ConcurrentHashMap<>();

  PortalClients(NetworkSettings network, Database database) {
    this.network = network;
    this.database = database;
  }

  /**
   * The client of a portal; one per process, so that everything keeps to one rate limit. It starts
   * from what the process before has left of that limit.
   *
   * @throws io.dealsync.config.ConfigException when no usable webhook is configured
   */
  BitrixPortal of(PortalSettings portal) {
    return portals.computeIfAbsent(portal.name(), name -> connect(portal));
  }

  private BitrixPortal connect(PortalSettings portal) {
    String name = portal.name();
    BucketLevel level =
        database
            .buckets()
            .recall(name)
            .map(kept -> new BucketLevel(kept.level(), kept.at()))
            .orElse(BucketLevel.EMPTY);
    Optional<Relocation> found =
        database
            .addresses()
            .recall(name)
            .map(move -> new Relocation(move.from(), move.to(), move.seal()));
    BitrixPortal client =
        Connections.connect(
            portal,
            network,
            database.addresses().answered(name),
            level,
            found,
            new TrafficLog(
                name,
                relocation -> remember(name, relocation),
                address -> rememberAnswered(name, address)));
    if (found.isPresent() && client.relocation().isEmpty()) {
      database.addresses().forget(name);
    }
    try {
      new SingleName(database, name, client.host()).require(client);
    } catch (ConfigException e) {
      client.close();
      throw e;
    }
    return client;
  }

  private void rememberAnswered(String portal, String address) {
    try {
      database.addresses().keepAnswered(portal, address);
    } catch (DatabaseException e) {
      // The next process only knows less about who answers.
      LOG.debug("that the portal answers was not kept: {}", e.getMessage());
    }
  }

  private void remember(String portal, Relocation relocation) {
    try {
      if (relocation.isBack()) {
        database.addresses().forget(portal);
      } else {
        database
            .addresses()
            .keep(
                portal,
                new AddressMemory.Move(
                    relocation.configured(), relocation.now(), relocation.seal()));
      }
    } catch (DatabaseException e) {
      // The old address goes on to say where the portal is.
      LOG.debug("the portal's new address was not kept: {}", e.getMessage());
    }
  }

  private void close(String name, BitrixPortal portal) {
    BucketLevel level = portal.bucketLevel();
    portal.close();
    try {
      database.buckets().keep(name, new BucketMemory.Level(level.level(), level.at()));
    } catch (DatabaseException e) {
      // The next process then assumes an empty bucket; the portal's own 503 corrects it.
      LOG.debug("the rate limit's level was not kept: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    portals.forEach(this::close);
  }
}
