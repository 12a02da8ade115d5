package io.dealsync.sandbox.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.dealsync.sandbox.php.PhpArray;
import io.dealsync.sandbox.php.PhpCast;
import io.dealsync.sandbox.php.PhpJson;
import io.dealsync.sandbox.php.PhpQuery;
import io.dealsync.sandbox.rest.Credentials;
import io.dealsync.sandbox.rest.RestRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Turns an HTTP request into a REST request: both URL forms, suffix, parameters from query and body
 * (contract 3.1).
 */
final class RequestDecoder {

  private static final String REST = "/rest/";
  private static final int LIMITED_VARIABLES = 1000;

  private final int maxVariables;

  RequestDecoder(boolean limitsVariables) {
    this.maxVariables = limitsVariables ? LIMITED_VARIABLES : PhpQuery.UNLIMITED;
  }

  RestRequest decode(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    PhpArray params = new PhpArray();
    String query = exchange.getRequestURI().getRawQuery();
    if (query != null) {
      params.putAll(PhpQuery.parse(query));
    }
    params.putAll(bodyParameters(exchange.getRequestHeaders(), body));
    String[] path = segments(exchange.getRequestURI().getRawPath());
    boolean webhook = path.length >= 3;
    String method = methodName(path.length == 0 ? "" : path[path.length - 1]);
    Credentials credentials =
        webhook
            ? new Credentials.Webhook(path[0], path[1])
            : token(exchange.getRequestHeaders(), params);
    return new RestRequest(method, params, credentials);
  }

  private static String[] segments(String rawPath) {
    String tail = rawPath.substring(REST.length() - 1).replaceAll("/+$", "");
    return tail.isEmpty() ? new String[0] : tail.substring(1).split("/");
  }

  private static String methodName(String segment) {
    String lower = segment.toLowerCase(Locale.ROOT);
    return lower.endsWith(".json") ? lower.substring(0, lower.length() - 5) : lower;
  }

  /** JSON, a form of either kind, or nothing; broken JSON counts as no parameters. */
  private PhpArray bodyParameters(Headers headers, byte[] body) {
    if (body.length == 0) {
      return new PhpArray();
    }
    String type = String.valueOf(headers.getFirst("Content-Type")).toLowerCase(Locale.ROOT);
    if (type.startsWith("application/json")) {
      return PhpJson.parse(body).orElseGet(PhpArray::new);
    }
    if (type.startsWith("application/x-www-form-urlencoded")) {
      return PhpQuery.parse(new String(body, StandardCharsets.UTF_8), maxVariables);
    }
    if (type.startsWith("multipart/form-data")) {
      // A boundary is case-sensitive.
      String original = String.valueOf(headers.getFirst("Content-Type"));
      return PhpQuery.parse(Multipart.asQuery(original, body), maxVariables);
    }
    return new PhpArray();
  }

  private static Credentials token(Headers headers, PhpArray params) {
    String header = headers.getFirst("Authorization");
    if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return new Credentials.Token(header.substring(7).strip());
    }
    Object auth = firstPresent(params.get("auth"), params.get("access_token"));
    return auth == null ? new Credentials.Missing() : new Credentials.Token(PhpCast.toText(auth));
  }

  private static @Nullable Object firstPresent(@Nullable Object first, @Nullable Object second) {
    return first != null ? first : second;
  }
}
