/**
 * Real databases for tests: one server per JVM, a fresh database per test class or test. Entry
 * type: {@link io.dealsync.db.testing.TestDatabase}.
 */
@NullMarked
package io.dealsync.db.testing;

import org.jspecify.annotations.NullMarked;
