package io.dealsync.testing;

/** What goes wrong with one write. */
public enum Fault {
  /** No usable answer; the call had not been carried out. */
  LOST_BEFORE_EFFECT,
  /** No usable answer; the call had been carried out. */
  LOST_AFTER_EFFECT,
  /** No usable answer; a full replace had been carried out in half. */
  LOST_HALF_WAY,
  /** The portal answers with an error for this deal. */
  REFUSED,
  /** The call stayed here. */
  NOT_SENT,
  /** The call had to wait for too long, and stayed here. */
  OVERDUE,
  /** The first of several calls is carried out, the next is refused. */
  REFUSED_IN_PART,
  /** The portal answers {@code true} and does nothing. */
  IGNORED,
  /** The portal breaks down before the call, which is lost; later ones stay here. */
  BREAKDOWN_BEFORE_EFFECT,
  /** The portal breaks down after the call, whose answer is lost; later ones stay here. */
  BREAKDOWN_AFTER_EFFECT
}
