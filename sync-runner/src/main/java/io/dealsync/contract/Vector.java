package io.dealsync.contract;

import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import java.util.Arrays;
import java.util.List;

/**
 * One line of the contract's table (contract 1.9): what a call does to a deal's rows. Contacts are
 * written as the letters a to d.
 *
 * @param name as in the table
 * @param before the rows before, for example {@code "a/10/Y b/20/N"}
 * @param method the last part of the method's name
 * @param payload the call's parameters beside the deal's id, contacts as {@code @a}
 * @param result what the call gives: a JSON value, or {@code refused}
 * @param after the rows afterwards
 */
record Vector(
    String name, String before, String method, String payload, String result, String after) {

  static final String REFUSED = "refused";

  /** How many contacts it takes. */
  int contacts() {
    String text = before + payload + after;
    int most = 0;
    for (int i = 0; i < Letters.ALL.length(); i++) {
      String letter = Letters.ALL.substring(i, i + 1);
      if (text.contains(letter + "/") || text.contains("@" + letter)) {
        most = i + 1;
      }
    }
    return most;
  }

  /** The call's parameters. */
  String parameters(long deal, List<Long> contacts) {
    String body = payload;
    for (int i = 0; i < contacts.size() && i < Letters.ALL.length(); i++) {
      body = body.replace("@" + Letters.ALL.charAt(i), contacts.get(i).toString());
    }
    return body.isEmpty() ? "{'id':%d}".formatted(deal) : "{'id':%d,%s}".formatted(deal, body);
  }

  LinkImage before(List<Long> contacts) {
    return image(before, contacts);
  }

  LinkImage after(List<Long> contacts) {
    return image(after, contacts);
  }

  private static LinkImage image(String rows, List<Long> contacts) {
    return new LinkImage(
        Arrays.stream(rows.split(" "))
            .filter(row -> !row.isEmpty())
            .map(row -> Letters.link(row.split("/"), contacts))
            .toList());
  }

  /** The letters that stand for contacts. */
  private static final class Letters {
    static final String ALL = "abcd";

    static Link link(String[] parts, List<Long> contacts) {
      return new Link(
          contacts.get(ALL.indexOf(parts[0])), Integer.parseInt(parts[1]), parts[2].equals("Y"));
    }
  }
}
