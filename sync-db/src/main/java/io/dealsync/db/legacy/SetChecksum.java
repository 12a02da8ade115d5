package io.dealsync.db.legacy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over a set of links: a line {@code deal TAB contact LF} for each, in the ids of the other
 * CRM, in the order of their bytes. {@code sort -u | sha256sum} gives the same in the C locale.
 */
final class SetChecksum {

  private final MessageDigest digest;

  SetChecksum() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256", impossible);
    }
  }

  /** Adds a link; they come in order. */
  void add(String deal, String contact) {
    digest.update((deal + "\t" + contact + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** In hexadecimal; ends the sum. */
  String value() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
