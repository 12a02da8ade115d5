/**
 * Moving in from another CRM, the database's part: imported files, mapped ids, links on their way
 * to the desired side, and the proof that they arrived. Entry types: {@link
 * io.dealsync.db.legacy.LegacyImports}, {@link io.dealsync.db.legacy.LegacyResolution}, {@link
 * io.dealsync.db.legacy.LegacyParity}.
 */
@NullMarked
package io.dealsync.db.legacy;

import org.jspecify.annotations.NullMarked;
