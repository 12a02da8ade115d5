package io.dealsync.cli.begin;

import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.contract.ContractCheck;
import io.dealsync.cli.contract.ContractOptions;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.config.Settings;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dealsync check}. */
@Command(
    name = "check",
    description = {
      "Configuration, database, schema, clock, portal, scope, rights.",
      "Only reads, unless --contract --yes is given."
    },
    footer = {
      "",
      "Exit codes: 0 all is well, 2 something has to be put",
      "right, 5 the portal differs from the contract, 6 unreachable."
    })
public final class CheckCommand extends BaseCommand {

  @Mixin private ContractOptions contract = new ContractOptions();

  public CheckCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    if (contract.requested()) {
      Settings settings = settings();
      return new ContractCheck(context(), options()).run(settings, portal(settings), contract);
    }
    List<CheckFinding> findings = new Examination(this).findings();
    if (options().json()) {
      JsonWriter.print(console().out(), CheckDocument.of(options().portal(), findings));
    } else {
      TextTable table = new TextTable("", "check", "result");
      findings.forEach(
          finding -> table.row(finding.mark().sign(), finding.subject(), finding.words()));
      table.print(console().out(), 0);
    }
    return worst(findings);
  }

  private static int worst(List<CheckFinding> findings) {
    return findings.stream().mapToInt(CheckFinding::code).max().orElse(ExitCode.OK);
  }
}
