package io.dealsync.serve;

import io.dealsync.journal.PortalStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether the daemon does its work: up; late, when something waits longer than it should; or down,
 * when the database does not answer.
 */
final class Health {

  private final List<ServedPortal> portals;
  private final EditListener listener;
  private final DatabaseProbe database;

  Health(List<ServedPortal> portals, EditListener listener, DatabaseProbe database) {
    this.portals = List.copyOf(portals);
    this.listener = listener;
    this.database = database;
  }

  Endpoint.Page page() {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    if (!database.answers()) {
      body.put("status", "down").put("reason", "The database does not answer.");
      return page(503, body);
    }
    List<String> reasons = new ArrayList<>();
    if (listener.isDeaf()) {
      reasons.add("Edits are not heard of; they are looked for every half minute.");
    }
    ObjectNode each = JsonMapper.shared().createObjectNode();
    for (ServedPortal portal : portals) {
      List<String> late = portal.late();
      late.forEach(words -> reasons.add("Portal %s: %s".formatted(portal.name(), words)));
      each.set(portal.name(), portal(portal, late));
    }
    body.put("status", reasons.isEmpty() ? "up" : "late");
    reasons.forEach(body.putArray("reasons")::add);
    body.set("portals", each);
    return page(reasons.isEmpty() ? 200 : 503, body);
  }

  private static ObjectNode portal(ServedPortal portal, List<String> late) {
    ObjectNode shown = JsonMapper.shared().createObjectNode();
    shown.put("status", late.isEmpty() ? "up" : "late");
    shown.put("next_run", portal.alarm().next().map(Instant::toString).orElse(""));
    portal.memory().seen().ifPresent(seen -> put(shown, seen.status()));
    return shown;
  }

  private static void put(ObjectNode shown, PortalStatus status) {
    shown
        .put("deals", status.managed())
        .put("edited", status.edited())
        .put("held", status.held())
        .put("running", status.holder().isPresent())
        .put("last_outcome", status.last().map(run -> run.outcome()).orElse(""))
        .put("last_in_sync_at", status.lastInSyncAt().map(Instant::toString).orElse(""))
        .put("last_full_at", status.lastFullAt().map(Instant::toString).orElse(""));
  }

  private static Endpoint.Page page(int status, ObjectNode body) {
    return new Endpoint.Page(status, "application/json", body.toString());
  }
}
