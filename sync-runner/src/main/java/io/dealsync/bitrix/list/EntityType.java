package io.dealsync.bitrix.list;

/** What {@code crm.item.list} lists (contract 6). */
public enum EntityType {
  DEAL(2, "crm.deal.list"),
  CONTACT(3, "crm.contact.list");

  private final int id;
  private final String legacyList;

  EntityType(int id, String legacyList) {
    this.id = id;
    this.legacyList = legacyList;
  }

  public int id() {
    return id;
  }

  /** The older method, for portals without {@code crm.item.list} or that refuse it. */
  public String legacyList() {
    return legacyList;
  }
}
