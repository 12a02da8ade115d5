/**
 * A local portal over real HTTP that behaves like Bitrix24, for rehearsals and tests. Entry type:
 * {@link io.dealsync.sandbox.SandboxPortal}.
 */
@NullMarked
package io.dealsync.sandbox;

import org.jspecify.annotations.NullMarked;
