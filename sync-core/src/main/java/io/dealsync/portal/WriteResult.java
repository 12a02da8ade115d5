package io.dealsync.portal;

import io.dealsync.link.LinkImage;

/** What became of one change that was handed to the portal. */
public sealed interface WriteResult {

  /**
   * The call was carried out and the deal read back after it.
   *
   * @param after the deal's rows after the call
   */
  record Done(LinkImage after) implements WriteResult {}

  /**
   * The portal refused this deal; other deals are not concerned.
   *
   * @param error the portal's error code, may be blank
   * @param text the portal's own words
   */
  record Refused(String error, String text) implements WriteResult {}

  /**
   * The call left, and whether it took effect is not known. It must be read back, never repeated
   * blindly.
   */
  record Unknown(String why) implements WriteResult {}

  /** The call certainly did not take effect. */
  record NotSent(String why) implements WriteResult {}
}
