package io.dealsync.sandbox.list;

/** A filter or order that the portal refuses. */
public final class InvalidQuery extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidQuery(String message) {
    super(message, null, false, false);
  }
}
