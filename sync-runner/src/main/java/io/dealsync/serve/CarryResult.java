package io.dealsync.serve;

/** What became of edits that were to be carried. */
enum CarryResult {
  /** They were tried; what is still open afterwards waits for someone. */
  TRIED,
  /** The long run of this process that holds the portal carries them. */
  LEFT,
  /** A run of another process holds the portal. */
  BUSY,
  /** The portal or the database cannot be used now. */
  AWAY
}
