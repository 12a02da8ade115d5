package io.dealsync.cli.begin;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.config.Settings;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.crm.PortalState;
import io.dealsync.wording.HumanFormat;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dealsync sandbox}. */
@Command(
    name = "sandbox",
    sortOptions = false,
    footer = {
      "",
      "Prints the webhook's URL; put it into DEALSYNC_WEBHOOK. GET / shows deals, counters and the",
      "last requests. Stops with Ctrl-C.",
      "",
      "Faults and quirks rehearse what real portals do:",
      "  dealsync sandbox --deals 1000 --latency 150 --fault drop-after:method=batch,p=0.05",
      "  dealsync sandbox --quirk strict-missing-deal --quirk row-limit-hazard",
      "A run on your own data, without your portal:",
      "  dealsync sandbox --from-mirror --port 8078"
    })
public final class SandboxCommand extends BaseCommand {

  private static final long TICK_MILLIS = 100;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8077",
      description = "Port on loopback (default ${DEFAULT-VALUE}).")
  private int port;

  private static final int LAST_PORT = 65_535;

  @Mixin private SandboxContents contents = new SandboxContents();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the state in this folder; it survives a restart.")
  private @Nullable Path data;

  @Mixin private SandboxLimits limits = new SandboxLimits();

  @Mixin private SandboxFaults faults = new SandboxFaults();

  public SandboxCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean isNew = data == null || !Files.exists(data);
    try (SandboxPortal portal = start(sandbox())) {
      if (isNew) {
        contents.fill(portal.state(), this::fromMirror);
      }
      announce(portal);
      while (!context().stop().requested()) {
        Thread.sleep(TICK_MILLIS);
      }
    }
    return ExitCode.OK;
  }

  private SandboxPortal start(SandboxOptions options) {
    if (port < 0 || port > LAST_PORT) {
      throw new UserException(
          ExitCode.USAGE, "--port %d: ports go from 0 to %d.".formatted(port, LAST_PORT));
    }
    try {
      return SandboxPortal.start(options);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof BindException) {
        if (String.valueOf(e.getCause().getMessage()).contains("ermission denied")) {
          throw new UserException(
              ExitCode.USAGE,
              "User %s may not listen on port %d: below 1024 that takes more rights. Take another one: `dealsync sandbox --port 8080`"
                  .formatted(System.getProperty("user.name"), port));
        }
        throw new UserException(
            ExitCode.USAGE,
            "Port %d is taken, maybe by another sandbox. Take another one: `dealsync sandbox --port %d`"
                .formatted(port, port + 1));
      }
      throw e;
    }
  }

  private SandboxOptions sandbox() {
    try {
      SandboxOptions options =
          SandboxOptions.defaults()
              .withPort(port)
              .withLimits(limits.limits())
              .withQuirks(faults.quirks())
              .withFaults(contents.seed(), faults.rules());
      return data == null ? options : options.withData(data);
    } catch (IllegalArgumentException e) {
      throw new UserException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private void fromMirror(PortalState state) {
    Settings settings = settings();
    portal(settings);
    try (Dealsync dealsync = open(settings)) {
      dealsync.rehearsal(options().portal()).fill(state);
    }
  }

  private void announce(SandboxPortal portal) {
    if (options().json()) {
      JsonWriter.print(console().out(), SandboxDocument.of(portal));
    } else {
      console()
          .out()
          .printf(
              "A portal with %s and %s is up.%n  export DEALSYNC_WEBHOOK=%s%n  page: %s%n",
              HumanFormat.count(portal.state().dealCount(), "deal"),
              HumanFormat.count(portal.state().contactCount(), "contact"),
              portal.webhookUrl(),
              portal.baseUrl());
    }
    console().out().flush();
  }
}
