package io.dealsync.testing;

import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.util.Arrays;
import java.util.List;

/** Links written as short text, in the notation of their own {@code toString}. */
public final class Links {

  private Links() {}

  /** {@code "55/10/Y 54/20/N"}; blank for none. */
  public static LinkImage image(String text) {
    return new LinkImage(words(text).stream().map(Links::row).toList());
  }

  /** {@code "55* 54"} with SORT 10, 20, …; or as {@link #image}; blank for none. */
  public static LinkSet set(String text) {
    List<String> words = words(text);
    Link[] links = new Link[words.size()];
    for (int i = 0; i < links.length; i++) {
      String word = words.get(i);
      links[i] =
          word.contains("/")
              ? row(word)
              : new Link(Long.parseLong(word.replace("*", "")), (i + 1) * 10, word.endsWith("*"));
    }
    return LinkSet.of(links);
  }

  /** {@code "55/10/Y"}. */
  public static Link row(String word) {
    String[] parts = word.split("/");
    return new Link(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), parts[2].equals("Y"));
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : Arrays.asList(text.strip().split("\\s+"));
  }
}
