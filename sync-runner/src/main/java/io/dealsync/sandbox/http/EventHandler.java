package io.dealsync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.dealsync.sandbox.crm.PortalState;
import io.dealsync.sandbox.php.PhpArray;
import io.dealsync.sandbox.php.PhpCast;
import io.dealsync.sandbox.php.PhpQuery;
import java.io.IOException;
import java.net.URI;

/**
 * Serves {@code POST /__sandbox/rename} and {@code POST /__sandbox/merge?contact=5&into=6}: what
 * happens to a portal now and then. Only from this machine, and not from a page in a browser.
 */
final class EventHandler implements HttpHandler {

  /** Moves the portal to another address. */
  interface Renaming {
    /** Returns the new address. */
    URI rename() throws IOException;
  }

  private final PortalState state;
  private final Renaming renaming;
  private final Responder responder;

  EventHandler(PortalState state, Renaming renaming, Responder responder) {
    this.state = state;
    this.renaming = renaming;
    this.responder = responder;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!FaultHandler.isLocal(exchange)) {
        tell(exchange, 403, "only from this machine");
      } else if (!exchange.getRequestMethod().equals("POST")) {
        tell(exchange, 405, "POST");
      } else if (exchange.getRequestURI().getPath().endsWith("/rename")) {
        tell(exchange, 200, "renamed to " + renaming.rename());
      } else {
        merge(exchange);
      }
    }
  }

  private void merge(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    PhpArray params = query == null ? new PhpArray() : PhpQuery.parse(query);
    long contact = PhpCast.toInt(params.get("contact"));
    long into = PhpCast.toInt(params.get("into"));
    if (contact == into || !state.hasContact(contact) || !state.hasContact(into)) {
      tell(exchange, 400, "?contact=ID&into=ID name two contacts that exist");
      return;
    }
    state.asThirdParty().mergeContacts(contact, into);
    tell(exchange, 200, "merged contact %d into %d".formatted(contact, into));
  }

  private void tell(HttpExchange exchange, int status, String words) throws IOException {
    responder.text(exchange, status, words + "\n");
  }
}
