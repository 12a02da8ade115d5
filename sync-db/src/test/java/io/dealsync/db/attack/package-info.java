/**
 * Attacks on the database, one class for each property that {@code SECURITY.md} promises: every
 * test does what an attacker would do, with the rights of the released grants.
 */
@NullMarked
package io.dealsync.db.attack;

import org.jspecify.annotations.NullMarked;
