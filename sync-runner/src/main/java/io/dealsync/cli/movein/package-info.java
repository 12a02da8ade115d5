/**
 * Moving in from another CRM: import, resolve, parity. Entry type: {@link
 * io.dealsync.cli.movein.ImportCommand}.
 */
@NullMarked
package io.dealsync.cli.movein;

import org.jspecify.annotations.NullMarked;
