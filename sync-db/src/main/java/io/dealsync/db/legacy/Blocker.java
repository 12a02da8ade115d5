package io.dealsync.db.legacy;

/**
 * An id that is not resolved, and what that costs.
 *
 * @param what deal or contact
 * @param legacyId the id in the other CRM
 * @param reason why it is not resolved
 * @param links how many links wait for it
 */
public record Blocker(String what, String legacyId, String reason, long links) {}
