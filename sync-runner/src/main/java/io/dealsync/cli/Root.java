package io.dealsync.cli;

import io.dealsync.cli.command.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** {@code dealsync} itself: what all commands have in common. */
@Command(
    name = "dealsync",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    abbreviateSynopsis = true,
    sortOptions = false,
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
final class Root {}
