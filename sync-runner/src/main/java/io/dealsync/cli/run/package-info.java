/**
 * The chapter "Bring the portal in line": commands that make a run, and their report. Entry type:
 * {@link io.dealsync.cli.run.ReconcilingCommand}.
 */
@NullMarked
package io.dealsync.cli.run;

import org.jspecify.annotations.NullMarked;
