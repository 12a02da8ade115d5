package io.dealsync.sandbox.fault;

import io.dealsync.sandbox.rest.RestReply;
import java.time.Duration;

/** What the client gets to see of its request. */
public sealed interface Ending {

  /** A response as it should be. */
  record Whole(RestReply reply) implements Ending {}

  /** Half of a response, then the connection closes. */
  record Truncated(RestReply reply) implements Ending {}

  /** Half of a response, a wait, then the connection closes. */
  record Stalled(RestReply reply, Duration time) implements Ending {}

  /** A gateway's page. */
  record HtmlPage(int status) implements Ending {}

  /** The connection closes without a response. */
  record Dropped() implements Ending {}

  /** A wait, then the connection closes without a response. */
  record Hung(Duration time) implements Ending {}
}
