package io.dealsync.cli.terminal;

import io.dealsync.wording.HumanFormat;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Long lists of ids, of which nobody reads more than the first few. */
public final class IdLists {

  private static final int SHOWN = 10;

  /** More than one id is left out, so that the text gets shorter. */
  private static final Pattern LONG =
      Pattern.compile("\\d++\\*?+(?:,? \\d++\\*?+){" + (SHOWN + 2) + ",}+");

  private IdLists() {}

  /** A text with the first ids of each list and the count of the others. */
  public static String shortened(String text) {
    return LONG.matcher(text).replaceAll(IdLists::cut);
  }

  private static String cut(MatchResult list) {
    String[] ids = list.group().split(" ");
    return Matcher.quoteReplacement(
        String.join(" ", Arrays.asList(ids).subList(0, SHOWN)).replaceAll(",$", "")
            + " and "
            + HumanFormat.number(ids.length - SHOWN)
            + " more");
  }
}
