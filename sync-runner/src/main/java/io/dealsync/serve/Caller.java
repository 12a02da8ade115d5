package io.dealsync.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may ask the daemon over HTTP: whoever asks under a name that is meant, which a page elsewhere
 * cannot make a browser do, and knows the token where there is one.
 */
final class Caller {

  /** An address is no name that someone could let point elsewhere. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]");

  private static final Pattern PORT = Pattern.compile(":[0-9]*$");

  private final Set<String> hosts = new HashSet<>(Set.of("localhost"));
  private final byte[] token;

  /**
   * @param names that are meant beside localhost and addresses
   * @param token blank when there is none
   */
  Caller(List<String> names, String token) {
    names.forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
    this.token = token.getBytes(UTF_8);
  }

  /** Whether a request for this host is meant for the daemon. */
  boolean mayAskFor(String host) {
    String name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
    return hosts.contains(name) || ADDRESS.matcher(name).matches();
  }

  /**
   * Whether a request is let in.
   *
   * @param authorization its header of that name
   */
  boolean isLetIn(Optional<String> authorization) {
    return token.length == 0
        || authorization
            .flatMap(Caller::known)
            .filter(given -> MessageDigest.isEqual(given.getBytes(UTF_8), token))
            .isPresent();
  }

  private static Optional<String> known(String authorization) {
    String[] parts = authorization.strip().split(" +", 2);
    if (parts.length < 2) {
      return Optional.empty();
    }
    return switch (parts[0].toLowerCase(Locale.ROOT)) {
      case "bearer" -> Optional.of(parts[1]);
      case "basic" -> password(parts[1]);
      default -> Optional.empty();
    };
  }

  private static Optional<String> password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
      return Optional.of(pair.substring(pair.indexOf(':') + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
