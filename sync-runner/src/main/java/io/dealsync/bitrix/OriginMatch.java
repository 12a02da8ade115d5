package io.dealsync.bitrix;

/**
 * A deal or contact that came from another system.
 *
 * @param origin its id there
 * @param id its id on the portal
 */
public record OriginMatch(String origin, long id) {}
