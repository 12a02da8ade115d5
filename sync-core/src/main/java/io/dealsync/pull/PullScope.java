package io.dealsync.pull;

import io.dealsync.portal.DealCondition;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Which of the portal's deals a pull is about. */
public sealed interface PullScope {

  /** The same text for the same deals: a pull goes on where one of the same scope has stopped. */
  String text();

  /** Every deal that the portal lists. */
  record All() implements PullScope {
    @Override
    public String text() {
      return "all";
    }
  }

  /**
   * The deals that meet all conditions.
   *
   * @param conditions at least one
   */
  record Matching(List<DealCondition> conditions) implements PullScope {
    public Matching {
      conditions = List.copyOf(conditions);
    }

    @Override
    public String text() {
      return conditions.stream()
          .map(DealCondition::toString)
          .sorted()
          .collect(Collectors.joining("; "));
    }
  }

  /**
   * The named deals.
   *
   * @param deals Bitrix24 ids
   */
  record Named(List<Long> deals) implements PullScope {
    public Named {
      deals = deals.stream().sorted().distinct().toList();
    }

    @Override
    public String text() {
      return "%d named deals, %s".formatted(deals.size(), digest());
    }

    private String digest() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (long deal : deals) {
          for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            digest.update((byte) (deal >>> shift));
          }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
