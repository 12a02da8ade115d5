package io.dealsync.db.legacy;

/**
 * How many links are skipped or missing for one reason.
 *
 * @param outcome skipped or missing
 * @param reason why, in a sentence
 * @param links how many
 */
public record ReasonCount(String outcome, String reason, long links) {}
