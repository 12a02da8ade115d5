/**
 * The benchmarks of {@code docs/benchmarks.md}: whole processes of dealsync, and of the official
 * JavaScript SDK, against the same sandbox. Entry type: {@link io.dealsync.bench.Benchmarks}.
 */
@NullMarked
package io.dealsync.bench;

import org.jspecify.annotations.NullMarked;
