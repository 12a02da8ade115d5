package io.dealsync.db.legacy;

/**
 * Which row of which imported file was rejected.
 *
 * @param file the file's number
 * @param line the line on which the row begins
 */
public record RejectedRow(int file, int line) {}
