package io.dealsync.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code dealsync warm-up}: touches what every command needs, so that the launcher can prepare a
 * cache from it. Sees no configuration and connects to nothing.
 */
@Command(name = "warm-up", hidden = true, description = "Prepare the start-up cache.")
final class WarmUpCommand implements Callable<Integer> {

  private final CommandContext context;

  WarmUpCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws ClassNotFoundException {
    for (String name :
        new String[] {
          "org.postgresql.Driver",
          "com.zaxxer.hikari.HikariDataSource",
          "org.jooq.impl.DSL",
          "io.dealsync.db.Database",
          "io.dealsync.bitrix.BitrixPortal",
          "ch.qos.logback.classic.LoggerContext",
          "tools.jackson.dataformat.yaml.YAMLMapper",
          "java.net.http.HttpClient"
        }) {
      Class.forName(name);
    }
    new CommandTree(context).run("--help");
    return ExitCode.OK;
  }
}
