package io.dealsync.app;

import io.dealsync.bitrix.auth.Relocation;
import io.dealsync.bitrix.rest.TrafficListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what goes over the wire, the usual with {@code -v}, the unusual always; and hands on where a
 * renamed portal was found.
 */
final class TrafficLog implements TrafficListener {

  private static final Logger LOG = LoggerFactory.getLogger(TrafficLog.class);

  private static final int SERVER_ERRORS = 500;

  private final AtomicBoolean away = new AtomicBoolean();
  private final String portal;
  private final Consumer<Relocation> memory;
  private final Consumer<String> answered;

  TrafficLog(String portal, Consumer<Relocation> memory, Consumer<String> answered) {
    this.portal = portal;
    this.memory = memory;
    this.answered = answered;
  }

  @Override
  public void requested(String method, int status, Duration took) {
    LOG.debug("{}: {} answered {} in {} ms", portal, method, status, took.toMillis());
    if (status < SERVER_ERRORS && away.compareAndSet(true, false)) {
      LOG.info("{}: the portal answers again", portal);
    }
  }

  @Override
  public void waited(Duration span) {
    LOG.debug("{}: waited {} ms for the rate limit", portal, span.toMillis());
  }

  @Override
  public void retrying(String method, String why, Duration after) {
    // One line for as long as it lasts: a daemon looks every half minute.
    if (away.compareAndSet(false, true)) {
      LOG.info("{}: {} again in {} ms: {}", portal, method, after.toMillis(), why);
    } else {
      LOG.debug("{}: {} again in {} ms: {}", portal, method, after.toMillis(), why);
    }
  }

  @Override
  public void slowedDown(String method, Duration pause) {
    LOG.warn(
        "{}: {} has used most of its operating time; waiting {} s",
        portal,
        method,
        pause.toSeconds());
  }

  @Override
  public void refused(String method, Duration pause) {
    LOG.warn(
        "{}: the portal refuses {} for want of operating time, though it reports little use;"
            + " trying again in {} s",
        portal,
        method,
        pause.toSeconds());
  }

  @Override
  public void renamed(String from, String to) {
    LOG.warn(
        "{}: the portal {} answers as {} now; put the new address into the configuration",
        portal,
        from,
        to);
  }

  @Override
  public void answered(String address) {
    answered.accept(address);
  }

  @Override
  public void unproven(String from, String named) {
    LOG.warn(
        "{}: the token server names {} as the portal's address, but no portal was found there; {}"
            + " is used as before",
        portal,
        named,
        from);
  }

  @Override
  public void settled(Relocation relocation) {
    memory.accept(relocation);
  }
}
