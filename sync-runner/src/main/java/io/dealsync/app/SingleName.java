package io.dealsync.app;

import io.dealsync.config.ConfigException;
import io.dealsync.config.PortalIdentity;
import io.dealsync.db.AddressMemory;
import io.dealsync.db.Database;
import io.dealsync.db.DatabaseException;
import io.dealsync.link.LinkImage;
import io.dealsync.observe.Observation;
import io.dealsync.portal.Portal;
import io.dealsync.portal.PortalFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Insists that a portal has one name in a database: a lease is one of a name, so that under a
 * second one another run could be on the same portal at the same time.
 *
 * <p>An address tells most of it. But a portal may have several, and there is no method by which a
 * webhook learns whose it is (contract 5). So a portal that is not the only one here shows some
 * deals that were read under the other names: where they have the same contacts in the same places,
 * it is that portal.
 */
final class SingleName {

  private static final Logger LOG = LoggerFactory.getLogger(SingleName.class);

  /** Deals that are compared. */
  private static final int SAMPLE = 10;

  /** Fewer may be alike by chance, as in two portals that are new. */
  private static final int LEAST = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Database database;
  private final AddressMemory addresses;
  private final String name;
  private final String address;

  SingleName(Database database, String name, String host) {
    this.database = database;
    this.addresses = database.addresses();
    this.name = name;
    this.address = PortalIdentity.of(host);
  }

  /**
   * Claims the address for the name.
   *
   * @throws ConfigException when this database knows the portal under another name
   */
  void require(Portal portal) {
    try {
      if (!addresses.isSeparate(name, address)) {
        requireSeparate(portal);
      }
      addresses.claim(name, address).ifPresent(this::refuse);
    } catch (DatabaseException e) {
      // Who may not write this may not run either; a look is fine.
      LOG.debug("the portal's address was not kept: {}", e.getMessage());
    }
  }

  private void requireSeparate(Portal portal) {
    addresses.nameAt(address).filter(known -> !known.equals(name)).ifPresent(this::refuse);
    List<String> others = addresses.others(name);
    boolean isProven = !others.isEmpty();
    for (String other : others) {
      Map<Long, LinkImage> known = database.lastSeen(other).some(SAMPLE);
      isProven &= known.size() >= LEAST;
      if (known.size() >= LEAST) {
        Optional<Long> alike = alike(portal, known);
        isProven &= alike.isPresent();
        if (alike.filter(count -> count * 5 >= known.size() * 4L).isPresent()) {
          throw sameDeals(other, alike.get());
        }
      }
    }
    if (isProven) {
      addresses.keepSeparate(name, address);
    }
  }

  /**
   * How many deals are on the portal as they were read elsewhere; empty when it does not tell soon:
   * other portals wait for this one, and the next process asks again.
   */
  private static Optional<Long> alike(Portal portal, Map<Long, LinkImage> known) {
    Instant latest = Instant.now().plus(PATIENCE);
    try {
      Map<Long, Observation> now =
          portal.until(() -> Instant.now().isAfter(latest)).read(known.keySet());
      return Optional.of(
          known.entrySet().stream()
              .filter(
                  deal ->
                      now.get(deal.getKey()) instanceof Observation.Present present
                          && present.image().equals(deal.getValue()))
              .count());
    } catch (PortalFailure e) {
      LOG.debug("the portal's deals were not compared: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private void refuse(String other) {
    throw new ConfigException(
        "Portal %s is %s, which this database knows as %s already; two names for one portal would let two runs write to it at once. Use that name, or give that name up: UPDATE dealsync.portal_state SET address = NULL WHERE portal = '%3$s';"
            .formatted(name, address, other));
  }

  private ConfigException sameDeals(String other, long alike) {
    return new ConfigException(
        "Portal %s at %s has the same links as portal %s in %d of the last deals read there, so it is the same portal under a second name; two names for one portal would let two runs write to it at once. Use that name, or give that name up: UPDATE dealsync.portal_state SET address = NULL WHERE portal = '%3$s'; If it is a copy of that portal, say so: INSERT INTO dealsync.portal_state (portal, separate_at) VALUES ('%1$s', '%2$s') ON CONFLICT (portal) DO UPDATE SET separate_at = excluded.separate_at;"
            .formatted(name, address, other, alike));
  }
}
