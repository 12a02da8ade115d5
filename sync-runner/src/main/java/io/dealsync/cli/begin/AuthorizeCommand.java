package io.dealsync.cli.begin;

import io.dealsync.app.Authorisation;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.config.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dealsync authorize}. */
@Command(
    name = "authorize",
    description = {
      "Shows the address at which a user consents, asks for where that sends them, and keeps the",
      "tokens in the file that portals.NAME.oauth.tokens names, readable by its owner only.",
      "Neither the application's key nor a token is ever an argument or shown."
    },
    footer = {
      "",
      "Exit codes: 0 the application has tokens, 2 something has to be",
      "put right, 6 the token server does not answer."
    })
public final class AuthorizeCommand extends BaseCommand {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ADDRESS",
      description = "The portal, such as acme.bitrix24.com; needed for the first tokens only.")
  private @Nullable String address;

  public AuthorizeCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Settings settings = settings();
    try (Authorisation authorisation = Authorisation.of(portal(settings), settings.network())) {
      console()
          .err()
          .printf(
              "Open this as the user whom dealsync shall act as:%n%n  %s%n%nWithin half a minute,"
                  + " paste the address to which it sends you, or the code in it:%n",
              authorisation.consent(Optional.ofNullable(address)));
      String host = authorisation.keep(answer());
      say("The application is authorised on %s; its tokens are in %s.", host, authorisation.file());
      say("Next: %s", hints().command("check"));
      return ExitCode.OK;
    }
  }

  private static String answer() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
