package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.crm.Card;
import io.dealsync.sandbox.php.PhpArray;
import io.dealsync.sandbox.php.PhpCast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields with which a deal or contact is created or changed.
 *
 * @param values single values by the names of the older methods
 * @param contacts a deal's contacts, if they are given; the first one becomes primary
 */
record RecordFields(Map<String, String> values, Optional<List<Long>> contacts) {

  /** The portal's own. */
  private static final Set<String> READ_ONLY =
      Set.of("ID", "DATE_CREATE", "DATE_MODIFY", "CREATED_TIME", "UPDATED_TIME", "IS_RECURRING");

  /** Of {@code crm.deal.*} and {@code crm.contact.*}. */
  static RecordFields legacy(PhpArray fields) {
    Map<String, String> values = new HashMap<>();
    List<Long> contacts = null;
    for (Map.Entry<String, @Nullable Object> field : fields.entries()) {
      String name = field.getKey();
      Object value = field.getValue();
      if (name.equals("CONTACT_IDS")) {
        contacts = ids(value);
      } else if (name.equals("CONTACT_ID")) {
        contacts = contacts == null ? ids(value) : contacts;
      } else if (!READ_ONLY.contains(name) && !(value instanceof PhpArray)) {
        values.put(name, PhpCast.toText(value));
      }
    }
    return new RecordFields(values, Optional.ofNullable(contacts));
  }

  /** Of {@code crm.item.*}, whose names are in camel case. */
  static RecordFields item(PhpArray fields) {
    PhpArray renamed = new PhpArray();
    fields.entries().forEach(field -> renamed.put(legacyName(field.getKey()), field.getValue()));
    return legacy(renamed);
  }

  private static List<Long> ids(@Nullable Object value) {
    List<Long> ids = new ArrayList<>();
    if (value instanceof PhpArray array) {
      array.entries().forEach(each -> ids.add(PhpCast.toInt(each.getValue())));
    } else {
      ids.add(PhpCast.toInt(value));
    }
    return ids.stream().filter(id -> id > 0).toList();
  }

  /** A new record's card. */
  Card card(String otherwise) {
    return Card.titled(otherwise).with(values);
  }

  /** {@code stageId} is {@code STAGE_ID}; what is in capitals already stays as it is. */
  static String legacyName(String name) {
    return name.equals(name.toUpperCase(Locale.ROOT))
        ? name
        : name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  /** {@code STAGE_ID} is {@code stageId}. */
  static String itemName(String name) {
    StringBuilder camel = new StringBuilder();
    for (String part : name.toLowerCase(Locale.ROOT).split("_")) {
      camel.append(
          camel.isEmpty() || part.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return camel.toString();
  }
}
