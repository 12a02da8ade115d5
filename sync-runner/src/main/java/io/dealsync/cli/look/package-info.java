/**
 * The chapter "See what is, and what was": commands that only read the database. Entry type: {@link
 * io.dealsync.cli.look.ExplainCommand}.
 */
@NullMarked
package io.dealsync.cli.look;

import org.jspecify.annotations.NullMarked;
