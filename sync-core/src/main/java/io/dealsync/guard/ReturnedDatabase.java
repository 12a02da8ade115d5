package io.dealsync.guard;

/**
 * A database that was restored, moved or left alone for long. To a run it looks like a mirror that
 * nobody edited beside a portal that someone changed: mirroring would roll the portal back to the
 * day of the backup.
 *
 * @param evidence a clause that says how it shows
 */
public record ReturnedDatabase(String evidence) {}
