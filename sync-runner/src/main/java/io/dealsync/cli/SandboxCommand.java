package io.dealsync.cli;

import io.dealsync.app.Dealsync;
import io.dealsync.config.Settings;
import io.dealsync.sandbox.SandboxCsv;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.SandboxSeed;
import io.dealsync.sandbox.fault.FaultFile;
import io.dealsync.sandbox.fault.FaultRule;
import io.dealsync.sandbox.rest.Limits;
import io.dealsync.sandbox.rest.Quirk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dealsync sandbox}. */
@Command(
    name = "sandbox",
    description = "Start a local portal that behaves like Bitrix24, for rehearsals and tests.",
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
final class SandboxCommand extends BaseCommand {

  private static final long TICK_MILLIS = 100;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8077",
      description = "Port on loopback (default ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--deals",
      paramLabel = "N",
      defaultValue = "100",
      description = "Deals to make up (default ${DEFAULT-VALUE}).")
  private long deals;

  @Option(
      names = "--links-per-deal",
      paramLabel = "MIN-MAX",
      defaultValue = "1-5",
      description = "Contacts of a deal (default ${DEFAULT-VALUE}).")
  private String linksPerDeal = "1-5";

  @Option(names = "--contacts", paramLabel = "N", description = "Contacts to make up.")
  private @Nullable Long contacts;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed makes the same portal (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--originator",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Give deals and contacts this ORIGINATOR_ID and the ORIGIN_IDs D-1…, C-1….")
  private String originator = "";

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Fill from a file (deal,contact,sort,primary) instead of making deals up.")
  private @Nullable Path csv;

  @Option(
      names = "--from-mirror",
      description = {
        "Fill with what the configured database knows of the portal: deals as it last",
        "answered, and as desired where it was never asked."
      })
  private boolean fromMirror;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the state in this folder; it survives a restart.")
  private @Nullable Path data;

  @Option(
      names = "--bucket",
      paramLabel = "SIZE",
      defaultValue = "50",
      description = "Requests taken at once before 503; 0 for no limit (default ${DEFAULT-VALUE}).")
  private int bucket;

  @Option(
      names = "--drain",
      paramLabel = "PER-SECOND",
      defaultValue = "2",
      description = "Requests taken a second in the long run (default ${DEFAULT-VALUE}).")
  private double drain;

  @Option(
      names = "--latency",
      paramLabel = "MILLIS",
      defaultValue = "0",
      description = "How long every request takes at least (default ${DEFAULT-VALUE}).")
  private long latency;

  @Option(
      names = "--quirk",
      paramLabel = "NAME",
      description = "Behave differently in one way, as some portals do. Repeatable.")
  private List<String> quirks = new ArrayList<>();

  @Option(
      names = "--fault",
      paramLabel = "RULE",
      description = "Make something go wrong, e.g. drop-after:method=batch,p=0.05. Repeatable.")
  private List<String> faults = new ArrayList<>();

  @Option(names = "--fault-file", paramLabel = "FILE", description = "Faults from a YAML file.")
  private @Nullable Path faultFile;

  SandboxCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    boolean isNew = data == null || !Files.exists(data);
    try (SandboxPortal portal = SandboxPortal.start(sandbox())) {
      if (isNew) {
        fill(portal);
      }
      announce(portal);
      while (!context().stop().requested()) {
        Thread.sleep(TICK_MILLIS);
      }
    }
    return ExitCode.OK;
  }

  private SandboxOptions sandbox() throws IOException {
    Limits limits = bucket == 0 ? Limits.none() : Limits.none().withBucket(bucket, drain);
    try {
      SandboxOptions options =
          SandboxOptions.defaults()
              .withPort(port)
              .withLimits(limits.withLatency(Duration.ofMillis(latency)))
              .withQuirks(quirks.stream().map(Quirk::of).toArray(Quirk[]::new))
              .withFaults(seed, rules());
      return data == null ? options : options.withData(data);
    } catch (IllegalArgumentException e) {
      throw new UserException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private List<FaultRule> rules() throws IOException {
    List<FaultRule> rules = new ArrayList<>();
    for (String fault : faults) {
      rules.add(FaultRule.parse(fault));
    }
    if (faultFile != null) {
      rules.addAll(FaultFile.parse(Files.readString(faultFile)).rules());
    }
    return rules;
  }

  private void fill(SandboxPortal portal) throws IOException {
    if (fromMirror) {
      Settings settings = settings();
      portal(settings);
      try (Dealsync dealsync = open(settings)) {
        dealsync.rehearsal(options().portal()).fill(portal.state());
      }
      return;
    }
    if (csv != null) {
      SandboxCsv.fill(portal.state(), csv);
      return;
    }
    try {
      SandboxSeed made =
          SandboxSeed.ofDeals(deals)
              .withLinksPerDeal(linksPerDeal)
              .withSeed(seed)
              .withOrigin(originator);
      (contacts == null ? made : made.withContacts(contacts)).fill(portal.state());
    } catch (IllegalArgumentException e) {
      throw new UserException(ExitCode.USAGE, "Cannot make up deals: " + e.getMessage());
    }
  }

  private void announce(SandboxPortal portal) {
    if (options().json()) {
      JsonDocument.print(
          console().out(),
          document -> {
            document.writeStringProperty("webhook", portal.webhookUrl().toString());
            document.writeStringProperty("page", portal.baseUrl().toString());
            document.writeNumberProperty("deals", portal.state().dealCount());
          });
    } else {
      console()
          .out()
          .printf(
              "A portal with %s and %s is up.%n  export DEALSYNC_WEBHOOK=%s%n  page: %s%n",
              Words.count(portal.state().dealCount(), "deal"),
              Words.count(portal.state().contactCount(), "contact"),
              portal.webhookUrl(),
              portal.baseUrl());
    }
    console().out().flush();
  }
}
