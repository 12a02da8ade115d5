package io.dealsync.sandbox.rest;

import static java.util.stream.Collectors.joining;

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
    json.writeStringProperty("PERSONAL_GENDER", "");
    json.writeStringProperty("TIME_ZONE", "");
    json.writeNumberProperty("TIME_ZONE_OFFSET", 0);
    json.writeEndObject();
  }

  private void appInfo(PhpArray params, Answer answer) {
    JsonGenerator json = answer.json();
    json.writeStartObject();
    json.writeNumberProperty("ID", 1);
    json.writeStringProperty("CODE", access.oauth().clientId());
    json.writeNumberProperty("VERSION", 1);
    json.writeStringProperty("STATUS", "L");
    json.writeBooleanProperty("INSTALLED", true);
    json.writeStringProperty("PAYMENT_EXPIRED", "N");
    json.writeName("DAYS");
    json.writeNull();
    json.writeStringProperty("LANGUAGE_ID", "en");
    json.writeStringProperty("LICENSE", "en_basic");
    json.writeStringProperty("LICENSE_TYPE", "basic");
    json.writeStringProperty("LICENSE_FAMILY", "basic");
    json.writeStringProperty("SCOPE", access.scopes().stream().sorted().collect(joining(",")));
    json.writeEndObject();
  }
}
