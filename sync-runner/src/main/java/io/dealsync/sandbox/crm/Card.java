package io.dealsync.sandbox.crm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What a deal, contact or company shows besides its links: a title (for a contact its name), where
 * it came from (contract 7), and whatever else was stored. Empty origin texts mean none.
 *
 * @param more further fields by the names of the older methods, such as {@code OPPORTUNITY}
 * @param multi telephone numbers, e-mail addresses, sites and messengers
 */
public record Card(
    String title,
    String originatorId,
    String originId,
    boolean recurring,
    Map<String, String> more,
    List<MultiField> multi) {

  public Card {
    Objects.requireNonNull(title);
    Objects.requireNonNull(originatorId);
    Objects.requireNonNull(originId);
    more = Map.copyOf(more);
    multi = List.copyOf(multi);
  }

  public static Card titled(String title) {
    return imported(title, "", "");
  }

  /** A card that came from another system under that system's id. */
  public static Card imported(String title, String originatorId, String originId) {
    return new Card(title, originatorId, originId, false, Map.of(), List.of());
  }

  /** A recurring deal's template (contract 1.8). */
  public Card asTemplate() {
    return new Card(title, originatorId, originId, true, more, multi);
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
        rest,
        multi);
  }

  /** The same with these telephone numbers, addresses and so on. */
  public Card withMulti(List<MultiField> fields) {
    return new Card(title, originatorId, originId, recurring, more, fields);
  }

  /** The same after some of its telephone numbers, addresses and so on were edited. */
  Card edited(List<MultiField.Edit> edits, LongSupplier newIds) {
    List<MultiField> left = new ArrayList<>(multi);
    for (MultiField.Edit edit : edits) {
      boolean known = left.stream().anyMatch(each -> each.id() == edit.id());
      if (!known && !edit.value().isEmpty()) {
        left.add(edit.under(newIds.getAsLong()));
      } else if (edit.value().isEmpty()) {
        left.removeIf(each -> each.id() == edit.id());
      } else {
        left.replaceAll(each -> each.id() == edit.id() ? edit.under(each.id()) : each);
      }
    }
    return withMulti(left);
  }
}
