package io.dealsync.bitrix;

/** What {@code crm.item.list} lists (contract 6). */
enum EntityType {
  DEAL(2, "crm.deal.list", "deals"),
  CONTACT(3, "crm.contact.list", "contacts");

  private final int id;
  private final String legacyList;
  private final String words;

  EntityType(int id, String legacyList, String words) {
    this.id = id;
    this.legacyList = legacyList;
    this.words = words;
  }

  int id() {
    return id;
  }

  /** The older method, for portals without {@code crm.item.list} or that refuse it. */
  String legacyList() {
    return legacyList;
  }

  /** For messages. */
  String words() {
    return words;
  }
}
