/**
 * What people see on a terminal: streams, tables, colours, progress. Entry type: {@link
 * io.dealsync.cli.terminal.Console}.
 */
@NullMarked
package io.dealsync.cli.terminal;

import org.jspecify.annotations.NullMarked;
