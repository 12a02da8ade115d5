package io.dealsync.crash;

import io.dealsync.bitrix.BitrixPortal;
import io.dealsync.db.Database;
import io.dealsync.desired.Selection;
import io.dealsync.journal.RunLease;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/** The process that is killed: one sync, which a {@link Gate} watches. */
final class CrashingRun {

  static final String URL = "CRASH_URL";
  static final String USER = "CRASH_USER";
  static final String PASSWORD = "CRASH_PASSWORD";
  static final String WEBHOOK = "CRASH_WEBHOOK";
  static final String POINTS = "CRASH_POINTS";

  private CrashingRun() {}

  public static void main(String[] arguments) {
    Map<String, String> given = System.getenv();
    Reported reported = new Reported(URI.create(value(given, POINTS)));
    try (Database database =
            Database.open(value(given, URL), value(given, USER), value(given, PASSWORD), 2);
        BitrixPortal portal = Scenario.connect(value(given, WEBHOOK));
        RunLease lease = reported.lease(database.leases().acquire(Scenario.PORTAL, "sync"))) {
      Scenario.reconciler(database, portal)
          .sync(lease, Scenario.header("sync"), new Selection.All());
    }
  }

  private static String value(Map<String, String> given, String name) {
    return Objects.requireNonNull(given.get(name), name);
  }
}
