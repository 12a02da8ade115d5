/**
 * The chapter "Fill the mirror, move in from another CRM". Entry type: {@link
 * io.dealsync.cli.movein.ImportCommand}.
 */
@NullMarked
package io.dealsync.cli.movein;

import org.jspecify.annotations.NullMarked;
