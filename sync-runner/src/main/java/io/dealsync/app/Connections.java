package io.dealsync.app;

import io.dealsync.bitrix.BitrixPortal;
import io.dealsync.bitrix.pace.BucketLevel;
import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.pace.Time;
import io.dealsync.bitrix.rest.RestClient;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.bitrix.rest.TrafficListener;
import io.dealsync.bitrix.rest.Webhook;
import io.dealsync.config.ConfigException;
import io.dealsync.config.Key;
import io.dealsync.config.Pacing;
import io.dealsync.config.PortalSettings;
import java.util.random.RandomGenerator;

/** Makes clients from settings. */
final class Connections {

  private Connections() {}

  static BitrixPortal connect(PortalSettings portal, BucketLevel level) {
    return BitrixPortal.connect(
        webhook(portal), settings(portal).level(level), new TrafficLog(portal.name()));
  }

  /** A client for single calls. */
  static RestClient rest(PortalSettings portal, TrafficListener listener) {
    return new RestClient(
        webhook(portal), settings(portal), listener, Time.SYSTEM, RandomGenerator.getDefault());
  }

  private static Webhook webhook(PortalSettings portal) {
    if (portal.webhook().isAbsent()) {
      throw new ConfigException(
          "Portal %s has no webhook: set %s%s in the configuration file."
              .formatted(
                  portal.name(),
                  portal.name().equals("main") ? Key.WEBHOOK.variable() + ", or " : "",
                  Key.WEBHOOK.pathFor(portal.name())));
    }
    try {
      return Webhook.parse(portal.webhook().reveal());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "The webhook of portal %s cannot be used: %s".formatted(portal.name(), e.getMessage()));
    }
  }

  private static RestSettings settings(PortalSettings portal) {
    Pacing pacing = portal.pacing();
    try {
      return RestSettings.DEFAULT
          .rate(new BucketRate(pacing.burst(), pacing.perSecond(), pacing.reserve()))
          .inFlight(pacing.inFlight())
          .operatingLimit(pacing.operating())
          .exchangeTimeout(pacing.requestTimeout());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "The limits of portal %s cannot be used: %s".formatted(portal.name(), e.getMessage()));
    }
  }
}
