package io.dealsync.bitrix.list;

/** Says that a portal does not let this user list deals or contacts; other calls may work. */
public final class ListRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ListRefusedException(String method, String words) {
    super("The portal refuses %s: %s".formatted(method, words));
  }
}
