package io.dealsync.sandbox.rest;

import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** Writes errors as the portal does; which status and language is a matter of its quirks. */
public final class Failures {

  private final Set<Quirk> quirks;

  Failures(Set<Quirk> quirks) {
    this.quirks = quirks;
  }

  /** A whole error response: just the error, without {@code time} (contract 1.1). */
  public RestReply reply(RestFailure failure) {
    Bytes body = new Bytes(128);
    try (JsonGenerator json = Json.generator(body)) {
      writeObject(json, failure);
    }
    return new RestReply(status(failure), body);
  }

  void writeObject(JsonGenerator json, RestFailure failure) {
    json.writeStartObject();
    json.writeStringProperty("error", failure.code());
    json.writeStringProperty("error_description", text(failure));
    failure.extras().forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  private String text(RestFailure failure) {
    return quirks.contains(Quirk.LOCALISED_TEXTS)
        ? Texts.russian(failure.description())
        : failure.description();
  }

  private int status(RestFailure failure) {
    if (quirks.contains(Quirk.ERRORS_WITH_STATUS_200)) {
      return 200;
    }
    if (quirks.contains(Quirk.ERRORS_WITH_STATUS_401)) {
      return 401;
    }
    if (quirks.contains(Quirk.PORTAL_DELETED_403) && failure.code().equals("PORTAL_DELETED")) {
      return 403;
    }
    return failure.status();
  }
}
