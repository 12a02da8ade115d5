package io.dealsync.cli;

import io.dealsync.app.Dealsync;
import io.dealsync.config.PortalSettings;
import io.dealsync.config.Settings;
import io.dealsync.journal.PortalStatus;
import io.dealsync.portal.Portal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** {@code dealsync check}. */
@Command(
    name = "check",
    description = "Look before the first run: configuration, database, schema, portal, rights.",
    footer = {
      "",
      "Only reads. Exit codes: 0 all is well, 2 something has to be put right, 6 unreachable."
    })
final class CheckCommand extends BaseCommand {

  /**
   * One thing that was looked at.
   *
   * @param code the exit code it asks for
   */
  private record Finding(String subject, int code, String words) {}

  private final List<Finding> findings = new ArrayList<>();

  CheckCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    findings.clear();
    examine();
    if (options().json()) {
      JsonDocument.print(
          console().out(),
          json -> {
            json.writeStringProperty("portal", options().portal());
            json.writeBooleanProperty("ok", worst() == ExitCode.OK);
            json.writeArrayPropertyStart("checks");
            for (Finding finding : findings) {
              json.writeStartObject();
              json.writeStringProperty("subject", finding.subject());
              json.writeBooleanProperty("ok", finding.code() == ExitCode.OK);
              json.writeStringProperty("words", finding.words());
              json.writeEndObject();
            }
            json.writeEndArray();
          });
    } else {
      TextTable table = new TextTable("", "check", "result");
      findings.forEach(
          finding ->
              table.row(
                  finding.code() == ExitCode.OK ? "✓" : "✗", finding.subject(), finding.words()));
      console().out().print(table.render(0));
    }
    return worst();
  }

  private int worst() {
    return findings.stream().mapToInt(Finding::code).max().orElse(ExitCode.OK);
  }

  /** Each step needs the one before it; the first failure ends the list. */
  private void examine() {
    Settings[] settings = new Settings[1];
    PortalSettings[] portal = new PortalSettings[1];
    if (!step(
        "configuration",
        () -> {
          settings[0] = settings();
          portal[0] = portal(settings[0]);
          return "from " + settings[0].source();
        })) {
      return;
    }
    boolean databaseFits =
        step(
            "database",
            () -> {
              try (Dealsync dealsync = open(settings[0])) {
                PortalStatus status = dealsync.archive().status(portal[0].name());
                return "%s, schema fits, %s managed"
                    .formatted(dealsync.place(), Words.count(status.managed(), "deal"));
              }
            });
    if (databaseFits) {
      step("portal", () -> shakeHands(settings[0], portal[0]));
    }
  }

  private String shakeHands(Settings settings, PortalSettings portal) {
    try (Dealsync dealsync = open(settings)) {
      Portal client = dealsync.portal(portal);
      Instant began = Instant.now();
      client.handshake();
      return "answers in %d ms, scope crm granted, link fields as expected"
          .formatted(Duration.between(began, Instant.now()).toMillis());
    }
  }

  private boolean step(String subject, Supplier<String> look) {
    try {
      findings.add(new Finding(subject, ExitCode.OK, look.get()));
      return true;
    } catch (RuntimeException e) {
      findings.add(new Finding(subject, ErrorReport.code(e), ErrorReport.message(e)));
      return false;
    }
  }
}
