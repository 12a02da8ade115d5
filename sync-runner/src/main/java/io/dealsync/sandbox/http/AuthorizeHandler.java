package io.dealsync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.dealsync.sandbox.php.PhpArray;
import io.dealsync.sandbox.php.PhpCast;
import io.dealsync.sandbox.php.PhpQuery;
import io.dealsync.sandbox.rest.OAuthDesk;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Serves {@code /oauth/authorize/}: the user consents at once and is sent back with a code
 * (contract 5).
 */
final class AuthorizeHandler implements HttpHandler {

  private final OAuthDesk desk;

  AuthorizeHandler(OAuthDesk desk) {
    this.desk = desk;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = exchange.getRequestURI().getRawQuery();
      PhpArray params = query == null ? new PhpArray() : PhpQuery.parse(query);
      String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
      exchange
          .getResponseHeaders()
          .set(
              "Location",
              "http://%s/?code=%s&state=%s&domain=%s&member_id=sandbox&scope=crm&server_domain=%s"
                  .formatted(
                      host,
                      desk.issueCode(),
                      encoded(PhpCast.toText(params.get("state"))),
                      encoded(host),
                      encoded(host)));
      exchange.sendResponseHeaders(302, -1);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
