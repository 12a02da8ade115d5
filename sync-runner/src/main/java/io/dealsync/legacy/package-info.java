/**
 * Moving in from another CRM: reads its exports, finds its ids in Bitrix24, and proves that every
 * link arrived. Entry types: {@link io.dealsync.legacy.LegacyImport}, {@link
 * io.dealsync.legacy.Resolver}, {@link io.dealsync.legacy.ParityPage}.
 */
@NullMarked
package io.dealsync.legacy;

import org.jspecify.annotations.NullMarked;
