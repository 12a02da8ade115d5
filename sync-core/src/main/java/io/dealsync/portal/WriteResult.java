package io.dealsync.portal;

import io.dealsync.link.LinkImage;
import java.util.Optional;

/** What became of one change that was handed to the portal. */
public sealed interface WriteResult {

  /**
   * The call was carried out and the deal read back after it.
   *
   * @param after the deal's rows after the call
   */
  record Done(LinkImage after) implements WriteResult {}

  /** The portal says that it carried the call out. Nothing was read behind it. */
  record Made() implements WriteResult {}

  /**
   * The portal refused this deal; other deals are not concerned.
   *
   * @param error the portal's error code, may be blank
   * @param text the portal's own words
   * @param after the deal's rows after the refusal, which may concern one of several calls; empty
   *     when they were not read back
   */
  record Refused(String error, String text, Optional<LinkImage> after) implements WriteResult {

    /** A refusal of the deal as a whole. */
    public Refused(String error, String text) {
      this(error, text, Optional.empty());
    }
  }

  /**
   * The call left, and whether it took effect is not known. It must be read back, never repeated
   * blindly.
   */
  record Unknown(String why) implements WriteResult {}

  /** The call certainly did not take effect. */
  record NotSent(String why) implements WriteResult {}

  /**
   * The call could not leave before what it rests on was too old, and so did not leave at all. The
   * deal is to be read again.
   *
   * @param why what it had to wait for
   */
  record Overdue(String why) implements WriteResult {}
}
