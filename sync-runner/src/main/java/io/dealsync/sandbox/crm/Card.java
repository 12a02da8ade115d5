package io.dealsync.sandbox.crm;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a deal or contact shows besides its links: a title (for a contact its name), where it came
 * from (contract 7), and whatever else was stored. Empty origin texts mean none.
 *
 * @param more further fields by the names of the older methods, such as {@code OPPORTUNITY}
 */
public record Card(
    String title,
    String originatorId,
    String originId,
    boolean recurring,
    Map<String, String> more) {

  public Card {
    Objects.requireNonNull(title);
    Objects.requireNonNull(originatorId);
    Objects.requireNonNull(originId);
    more = Map.copyOf(more);
  }

  public static Card titled(String title) {
    return new Card(title, "", "", false, Map.of());
  }

  /** A card that came from another system under that system's id. */
  public static Card imported(String title, String originatorId, String originId) {
    return new Card(title, originatorId, originId, false, Map.of());
  }

  /** A recurring deal's template (contract 1.8). */
  public Card asTemplate() {
    return new Card(title, originatorId, originId, true, more);
  }

  /** The same with some fields changed, by the names of the older methods. */
  public Card with(Map<String, String> fields) {
    Map<String, String> rest = new TreeMap<>(more);
    rest.putAll(fields);
    String called = rest.remove("TITLE");
    String name = rest.remove("NAME");
    String originator = rest.remove("ORIGINATOR_ID");
    String origin = rest.remove("ORIGIN_ID");
    return new Card(
        called != null ? called : name != null ? name : title,
        originator != null ? originator : originatorId,
        origin != null ? origin : originId,
        recurring,
        rest);
  }
}
