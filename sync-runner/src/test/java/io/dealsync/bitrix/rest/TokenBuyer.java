package io.dealsync.bitrix.rest;

import io.dealsync.bitrix.auth.FileTokenStore;
import io.dealsync.bitrix.auth.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * A process that renews tokens: {@code FILE ACCESS} says what it takes for expired. It tells when
 * it buys the pair access-child, and goes on once its input has a line.
 */
public final class TokenBuyer {

  private TokenBuyer() {}

  public static void main(String[] arguments) {
    FileTokenStore store = new FileTokenStore(Path.of(arguments[0]));
    Tokens expired = new Tokens(arguments[1], "unknown", URI.create("http://127.0.0.1:9/rest/"));
    Tokens now = store.renew(expired, TokenBuyer::bought);
    System.out.println("has " + now.access());
  }

  private static Tokens bought(Tokens old) {
    System.out.println("buys");
    try {
      System.in.read();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return new Tokens("access-child", "refresh-child", old.endpoint());
  }
}
