package io.dealsync.cli.begin;

import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import io.dealsync.sandbox.SandboxPortal;

/** A local portal that is up. */
@JsonDocument(name = "sandbox", about = "`sandbox`: printed once, when the portal is up.")
record SandboxDocument(
    @JsonField("The webhook's URL, for DEALSYNC_WEBHOOK") String webhook,
    @JsonField("The page that shows what happens") String page,
    @JsonField(value = "Deals that it has", unit = "deals") long deals) {

  static SandboxDocument of(SandboxPortal portal) {
    return new SandboxDocument(
        portal.webhookUrl().toString(), portal.baseUrl().toString(), portal.state().dealCount());
  }
}
