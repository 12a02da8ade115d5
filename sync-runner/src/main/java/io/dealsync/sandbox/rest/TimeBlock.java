package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.crm.PortalTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * The {@code time} object of a response (contract 3.1): when the call ran, and how much operating
 * time its method has used; the latter is missing on self-hosted portals.
 */
record TimeBlock(Instant start, Instant finish, Optional<OperatingBudget.Usage> operating) {

  void write(JsonGenerator json, boolean wholeSeconds) {
    String duration = wholeSeconds ? "0" : PortalTime.seconds(nanos());
    json.writeStartObject();
    number(json, "start", PortalTime.unix(start, wholeSeconds));
    number(json, "finish", PortalTime.unix(finish, wholeSeconds));
    number(json, "duration", duration);
    number(json, "processing", duration);
    String date = PortalTime.iso(start.getEpochSecond());
    json.writeStringProperty("date_start", date);
    json.writeStringProperty(
        "date_finish",
        finish.getEpochSecond() == start.getEpochSecond()
            ? date
            : PortalTime.iso(finish.getEpochSecond()));
    operating.ifPresent(
        usage -> {
          json.writeNumberProperty("operating_reset_at", usage.resetAt());
          number(json, "operating", PortalTime.seconds(usage.used().toNanos()));
        });
    json.writeEndObject();
  }

  private long nanos() {
    return Math.max(0, Duration.between(start, finish).toNanos());
  }

  private static void number(JsonGenerator json, String name, String number) {
    json.writeName(name);
    json.writeNumber(number);
  }
}
