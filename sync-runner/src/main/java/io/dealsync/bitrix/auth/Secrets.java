package io.dealsync.bitrix.auth;

import io.dealsync.portal.PortalFailure;
import io.dealsync.text.ForeignText;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a peer knows of us and must not be able to show: codes, keys and tokens, past ones included.
 * Whatever a peer says passes here before it becomes a part of a sentence.
 */
public final class Secrets {

  private static final String MASK = "***";

  private final List<Pattern> known = new CopyOnWriteArrayList<>();

  public Secrets(String... secrets) {
    add(secrets);
  }

  /** From now on these are masked, too. */
  public void add(String... secrets) {
    for (String secret : secrets) {
      if (!secret.isBlank()) {
        // Hosts and error codes change the case of what they repeat.
        known.add(Pattern.compile(secret, Pattern.LITERAL | Pattern.CASE_INSENSITIVE));
      }
    }
  }

  /** A text without the secrets in it. */
  public String masked(String text) {
    String masked = text;
    for (Pattern secret : known) {
      masked = secret.matcher(masked).replaceAll(Matcher.quoteReplacement(MASK));
    }
    return masked;
  }

  /**
   * A peer's words as a single line, masked before it is cut: a part of a secret would not be
   * recognised.
   *
   * @param most how many characters of it are kept
   */
  public String quoted(String text, int most) {
    return ForeignText.line(masked(text), most);
  }

  /**
   * A failure in a sentence that may hold a peer's words.
   *
   * @param sentence names the subject and the next move
   */
  public PortalFailure failure(PortalFailure.Kind kind, String sentence) {
    return new PortalFailure(kind, masked(sentence));
  }
}
