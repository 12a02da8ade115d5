package io.dealsync.bitrix;

import io.dealsync.bitrix.auth.Webhook;
import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.bitrix.rest.TrafficListener;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.rest.Quirk;
import java.util.ArrayDeque;
import java.util.Deque;

/** Sandboxes and clients of them that wait for no limit; what was opened last is closed first. */
final class SandboxConnections implements AutoCloseable {

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  SandboxPortal start(Quirk... quirks) {
    SandboxPortal started = SandboxPortal.start(SandboxOptions.defaults().withQuirks(quirks));
    open.push(started);
    return started;
  }

  BitrixPortal connect(SandboxPortal to) {
    BitrixPortal connected = unpaced(to.webhookUrl().toString());
    open.push(connected);
    return connected;
  }

  /** A client that is closed by who asked for it. */
  static BitrixPortal unpaced(String webhook) {
    return BitrixPortal.connect(
        Webhook.parse(webhook),
        RestSettings.DEFAULT.rate(BucketRate.UNLIMITED),
        TrafficListener.NONE);
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
