/**
 * What all commands share: context, options, exit codes, answers. Entry type: {@link
 * io.dealsync.cli.command.BaseCommand}.
 */
@NullMarked
package io.dealsync.cli.command;

import org.jspecify.annotations.NullMarked;
