/** The stage of {@code dealsync demo}. Entry type: {@link io.dealsync.demo.DemoStage}. */
@NullMarked
package io.dealsync.demo;

import org.jspecify.annotations.NullMarked;
