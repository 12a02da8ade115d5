package io.dealsync.db.legacy;

/**
 * What a mapping brought.
 *
 * @param rows how many rows it has
 * @param set how many ids are mapped by it that were not, or differently
 * @param unneeded how many ids it maps that no link has
 * @param ambiguous how many ids it maps to more than one Bitrix24 id; they stay unresolved
 */
public record MappingLoad(long rows, long set, long unneeded, long ambiguous) {}
