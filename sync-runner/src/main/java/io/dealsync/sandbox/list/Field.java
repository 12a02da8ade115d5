package io.dealsync.sandbox.list;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A field of deals or contacts under its two names: the one in {@code crm.item.*} and the one in
 * the older lists.
 */
public enum Field {
  ID("id", "ID", Kind.NUMBER),
  TITLE("title", "TITLE", Kind.TEXT),
  NAME("name", "NAME", Kind.TEXT),
  STAGE_ID("stageId", "STAGE_ID", Kind.TEXT),
  CATEGORY_ID("categoryId", "CATEGORY_ID", Kind.NUMBER),
  CONTACT_ID("contactId", "CONTACT_ID", Kind.NUMBER),
  CONTACT_IDS("contactIds", "CONTACT_IDS", Kind.LINKS),
  CREATED_TIME("createdTime", "DATE_CREATE", Kind.TIME),
  UPDATED_TIME("updatedTime", "DATE_MODIFY", Kind.TIME),
  ORIGINATOR_ID("originatorId", "ORIGINATOR_ID", Kind.TEXT),
  ORIGIN_ID("originId", "ORIGIN_ID", Kind.TEXT),
  IS_RECURRING("isRecurring", "IS_RECURRING", Kind.TEXT);

  /** How a field's values are compared. */
  public enum Kind {
    NUMBER,
    TEXT,
    TIME,
    LINKS
  }

  /** The fields of a deal. */
  public static final Set<Field> OF_DEALS = EnumSet.complementOf(EnumSet.of(NAME));

  /** The fields of a contact. */
  public static final Set<Field> OF_CONTACTS =
      EnumSet.of(ID, NAME, CREATED_TIME, UPDATED_TIME, ORIGINATOR_ID, ORIGIN_ID);

  private final String itemName;
  private final String legacyName;
  private final Kind kind;

  Field(String itemName, String legacyName, Kind kind) {
    this.itemName = itemName;
    this.legacyName = legacyName;
    this.kind = kind;
  }

  /** The name in {@code crm.item.*}, for example {@code contactId}. */
  public String itemName() {
    return itemName;
  }

  /** The name in {@code crm.deal.list} and {@code crm.contact.list}. */
  public String legacyName() {
    return legacyName;
  }

  public Kind kind() {
    return kind;
  }

  /** The field called {@code name} in {@code crm.item.*}, in camel or upper case. */
  static Optional<Field> ofItem(String name, Set<Field> among) {
    String plain = name.replace("_", "").toLowerCase(Locale.ROOT);
    return among.stream()
        .filter(field -> field.itemName().toLowerCase(Locale.ROOT).equals(plain))
        .findFirst();
  }

  /** The field called {@code name} in the older lists. */
  static Optional<Field> ofLegacy(String name, Set<Field> among) {
    return among.stream().filter(field -> field.legacyName.equals(name)).findFirst();
  }
}
