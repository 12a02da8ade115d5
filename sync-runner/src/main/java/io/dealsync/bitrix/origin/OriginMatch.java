package io.dealsync.bitrix.origin;

/**
 * A deal or contact that came from another system.
 *
 * @param origin its id there
 * @param id its id on the portal
 */
public record OriginMatch(String origin, long id) {}
