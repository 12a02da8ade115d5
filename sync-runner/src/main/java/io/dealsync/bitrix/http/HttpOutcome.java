package io.dealsync.bitrix.http;

import java.net.URI;
import java.time.Duration;

/** What came of sending one HTTP request. */
public sealed interface HttpOutcome {

  /**
   * A whole response.
   *
   * @param contentType blank if there was none
   * @param retryAfter how long the server asked to wait; zero if it did not
   */
  record Answered(int status, String contentType, Duration retryAfter, byte[] body)
      implements HttpOutcome {}

  /** The server points to another address; nothing was carried out. */
  record Moved(int status, URI location) implements HttpOutcome {}

  /** The request certainly did not reach the server. */
  record NeverLeft(String why) implements HttpOutcome {}

  /** It certainly did not reach the server, and will not before someone changes something. */
  record Barred(String why) implements HttpOutcome {}

  /** The request was not sent, because the last moment for it had passed. */
  record Overdue() implements HttpOutcome {}

  /** The request was not sent, because something speaks against that by now. */
  record Withheld(String why) implements HttpOutcome {}

  /** The request may have been carried out, and there is no whole response. */
  record Broken(String why) implements HttpOutcome {}
}
