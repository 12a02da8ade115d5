package io.dealsync.db;

/**
 * The way between us and the database, as the database sees it.
 *
 * @param client our address; blank for a connection within its machine that has none
 * @param server its own address; blank likewise
 * @param encrypted whether TLS protects it
 */
public record DatabaseLink(String client, String server, boolean encrypted) {

  /** Whether everybody between two machines could read along. */
  public boolean isExposed() {
    return !encrypted && !client.equals(server);
  }
}
