/**
 * Carrying out an approved plan: recheck, intent, write, read back. Entry type: {@link Applier}.
 */
@NullMarked
package io.dealsync.apply;

import org.jspecify.annotations.NullMarked;
