package io.dealsync.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code dealsync} itself. */
@Command(
    name = "dealsync",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    abbreviateSynopsis = true,
    sortOptions = false,
    description =
        "Keeps the contacts linked to Bitrix24 deals equal to what a local PostgreSQL says.",
    commandListHeading = "",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n")
final class Root implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
