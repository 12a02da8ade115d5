package io.dealsync.desired;

import java.util.Locale;

/** Who wins when the portal was changed by someone else; the table is in the README. */
public enum Policy {
  /** The desired side is restored, whatever happened on the portal. */
  MIRROR_WINS,
  /** Both sides' changes are merged contact by contact; portal edits are adopted. */
  MERGE,
  /** A deal that was changed on the portal is left for a person to decide. */
  HOLD;

  /** Its name in tables and documents. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
