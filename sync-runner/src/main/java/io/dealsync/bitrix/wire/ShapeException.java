package io.dealsync.bitrix.wire;

/** Says that a part of an answer is JSON but not what it should be. */
public final class ShapeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what was wrong, without the content
   */
  public ShapeException(String message) {
    super(message);
  }
}
