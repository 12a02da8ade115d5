package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.crm.PortalTime;
import io.dealsync.sandbox.php.PhpArray;
import java.time.InstantSource;
import tools.jackson.core.JsonGenerator;

/** The small methods that a client's preflight asks: time, scope, who am I. */
final class ServiceMethods {

  private final Access access;
  private final InstantSource clock;

  ServiceMethods(Access access, InstantSource clock) {
    this.access = access;
    this.clock = clock;
  }

  void register(MethodTable table) {
    table.add("server.time", MethodTable.NO_SCOPE, this::serverTime);
    table.add("scope", MethodTable.NO_SCOPE, this::scope);
    table.add("profile", MethodTable.NO_SCOPE, this::profile);
    table.add("app.info", MethodTable.NO_SCOPE, this::appInfo);
  }

  private void serverTime(PhpArray params, Answer answer) {
    answer.json().writeString(PortalTime.iso(clock.instant().getEpochSecond()));
  }

  private void scope(PhpArray params, Answer answer) {
    JsonGenerator json = answer.json();
    json.writeStartArray();
    access.scopes().stream().sorted().forEach(json::writeString);
    json.writeEndArray();
  }

  private void profile(PhpArray params, Answer answer) {
    JsonGenerator json = answer.json();
    json.writeStartObject();
    json.writeStringProperty("ID", access.userId());
    json.writeBooleanProperty("ADMIN", true);
    json.writeStringProperty("NAME", "Sandbox");
    json.writeStringProperty("LAST_NAME", "Administrator");
    json.writeStringProperty("TIME_ZONE", "");
    json.writeEndObject();
  }

  private void appInfo(PhpArray params, Answer answer) {
    JsonGenerator json = answer.json();
    json.writeStartObject();
    json.writeStringProperty("SCOPE", String.join(",", access.scopes()));
    json.writeStringProperty("STATUS", "L");
    json.writeStringProperty("LANGUAGE_ID", "en");
    json.writeEndObject();
  }
}
