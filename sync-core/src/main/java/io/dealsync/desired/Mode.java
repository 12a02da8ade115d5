package io.dealsync.desired;

import java.util.Locale;

/** How a managed deal is treated. */
public enum Mode {
  /** The portal has exactly the desired set. */
  MIRROR,
  /** The portal has at least the desired links; nothing is ever removed or reordered. */
  ADD_ONLY,
  /** Left alone. */
  PAUSED;

  /** Its name in tables and documents. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
