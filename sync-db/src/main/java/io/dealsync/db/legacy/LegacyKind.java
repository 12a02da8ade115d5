package io.dealsync.db.legacy;

/** What an id of another CRM stands for. */
public enum LegacyKind {
  DEAL("deal"),
  CONTACT("contact");

  private final String word;

  LegacyKind(String word) {
    this.word = word;
  }

  /** deal or contact. */
  public String word() {
    return word;
  }

  /** A statement in which {@code %k} stands for the kind, as in the names of tables and columns. */
  String in(String statement) {
    return statement.replace("%k", word);
  }
}
