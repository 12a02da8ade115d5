package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.crm.MultiField;
import io.dealsync.sandbox.crm.RecordEditor;
import io.dealsync.sandbox.list.Field;
import io.dealsync.sandbox.php.PhpArray;
import io.dealsync.sandbox.php.PhpCast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields with which a deal, contact or company is created or changed. Fields of the portal's
 * own and unknown ones are left out, except those that users define ({@code UF_…}).
 *
 * @param contacts a deal's contacts, if they are given; the first one becomes primary
 */
record RecordFields(RecordEditor.Edit edit, Optional<List<Long>> contacts) {

  private static final String OWN_PREFIX = "UF_";

  /** Of {@code crm.deal.*}, {@code crm.contact.*} and {@code crm.company.*}. */
  static RecordFields legacy(PhpArray fields, Set<Field> known) {
    Map<String, String> values = new HashMap<>();
    List<MultiField.Edit> multi = new ArrayList<>();
    List<Long> contacts = null;
    for (Map.Entry<String, @Nullable Object> entry : fields.entries()) {
      String name = entry.getKey();
      Object value = entry.getValue();
      Optional<Field> field = Field.ofLegacy(name, known);
      if (field.isEmpty()) {
        if (name.startsWith(OWN_PREFIX) && !(value instanceof PhpArray)) {
          values.put(name, PhpCast.toText(value));
        }
      } else if (field.get() == Field.CONTACT_IDS) {
        contacts = ids(value);
      } else if (field.get() == Field.CONTACT_ID) {
        contacts = contacts == null ? ids(value) : contacts;
      } else if (field.get().kind() == Field.Kind.MULTI) {
        rows(value).map(row -> multi(row, name)).forEach(multi::add);
      } else if (!field.get().isReadOnly() && !(value instanceof PhpArray)) {
        values.put(name, PhpCast.toText(value));
      }
    }
    return new RecordFields(new RecordEditor.Edit(values, multi), Optional.ofNullable(contacts));
  }

  /** Of {@code crm.item.*}, whose names are in camel case. */
  static RecordFields item(PhpArray fields, Set<Field> known) {
    PhpArray renamed = new PhpArray();
    fields.entries().forEach(field -> rename(field.getKey(), field.getValue(), known, renamed));
    return legacy(renamed, known);
  }

  private static void rename(
      String name, @Nullable Object value, Set<Field> known, PhpArray renamed) {
    if (name.equals(Field.FM.itemName())) {
      rows(value).forEach(row -> addMulti(row, renamed));
      return;
    }
    String legacy =
        known.stream()
            .filter(field -> field.itemName().equals(name))
            .findFirst()
            .map(Field::legacyName)
            .orElseGet(() -> upperCase(name));
    renamed.put(legacy, value);
  }

  private static void addMulti(PhpArray row, PhpArray renamed) {
    String type = text(row, "typeId", "TYPE_ID");
    PhpArray among = renamed.get(type) instanceof PhpArray there ? there : new PhpArray();
    renamed.put(type, among.append(row));
  }

  private static Stream<PhpArray> rows(@Nullable Object value) {
    return value instanceof PhpArray array
        ? array.entries().stream()
            .map(Map.Entry::getValue)
            .filter(PhpArray.class::isInstance)
            .map(PhpArray.class::cast)
        : Stream.empty();
  }

  private static MultiField.Edit multi(PhpArray row, String type) {
    String valueType = text(row, "VALUE_TYPE", "valueType");
    boolean removed = text(row, "DELETE", "delete").equals("Y");
    return new MultiField.Edit(
        PhpCast.toInt(row.get("ID") != null ? row.get("ID") : row.get("id")),
        type,
        valueType.isEmpty() ? "WORK" : valueType,
        removed ? "" : text(row, "VALUE", "value"));
  }

  private static String text(PhpArray row, String name, String orElse) {
    return PhpCast.toText(row.get(name) != null ? row.get(name) : row.get(orElse));
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

  /** {@code ufCrmNote} is {@code UF_CRM_NOTE}; what is in capitals already stays as it is. */
  private static String upperCase(String name) {
    return name.equals(name.toUpperCase(Locale.ROOT))
        ? name
        : name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  /** {@code UF_CRM_NOTE} is {@code ufCrmNote}. */
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
