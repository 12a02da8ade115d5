/** The commands, one file each, and how they speak. Entry type: {@link io.dealsync.cli.Main}. */
@NullMarked
package io.dealsync.cli;

import org.jspecify.annotations.NullMarked;
