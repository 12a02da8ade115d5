package io.dealsync.bitrix.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes and checks the seal of a relocation: a keyed digest that does not tell the key. */
public final class Seal {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  public Seal(String secret) {
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  public Relocation relocation(String configured, String now) {
    return new Relocation(configured, now, HexFormat.of().formatHex(digest(configured, now)));
  }

  public boolean holds(Relocation relocation) {
    return MessageDigest.isEqual(
        relocation.seal().getBytes(StandardCharsets.UTF_8),
        relocation(relocation.configured(), relocation.now())
            .seal()
            .getBytes(StandardCharsets.UTF_8));
  }

  private byte[] digest(String configured, String now) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal((configured + ' ' + now).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
