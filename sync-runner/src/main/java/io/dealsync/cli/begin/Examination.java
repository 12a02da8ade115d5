package io.dealsync.cli.begin;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.begin.CheckFinding.Mark;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.ErrorReport;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.config.PortalSettings;
import io.dealsync.config.Settings;
import io.dealsync.config.Timetable;
import io.dealsync.db.AddressMemory;
import io.dealsync.portal.Listing;
import io.dealsync.portal.Portal;
import io.dealsync.portal.Questions;
import io.dealsync.wording.HumanFormat;
import io.dealsync.wording.StatusWords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at everything that a run needs, in the order in which it is needed. */
final class Examination {

  private final BaseCommand command;
  private final List<CheckFinding> findings = new ArrayList<>();

  Examination(BaseCommand command) {
    this.command = command;
  }

  /** What was seen; the first failure of a step that others need ends the list. */
  List<CheckFinding> findings() {
    examine();
    return List.copyOf(findings);
  }

  /** Times in reports and in the journal should agree at least this well. */
  private static final Duration TOLERANCE = Duration.ofSeconds(10);

  /** A portal that works answers the few calls of a check in a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Whether it exists does not matter: only whether the user may ask. */
  private static final List<Long> ANY = List.of(1L);

  private static final Seen EXPOSED =
      new Seen(
          Mark.REMARK,
          "the database is on another machine and the connection is not encrypted; add"
              + " sslmode=verify-full to its URL (docs/network.md)");

  /** What a look brings. */
  private record Seen(Mark mark, String words) {
    static Seen fine(String words) {
      return new Seen(Mark.FINE, words);
    }
  }

  /** Each step needs the one before it; the first failure ends the list. */
  private void examine() {
    Optional<Settings> settings = get("configuration", this::configuration);
    if (settings.isEmpty()) {
      return;
    }
    Settings configured = settings.get();
    found("configuration", Seen.fine("from " + configured.source()));
    schedule(command.portal(configured).timetable()).ifPresent(seen -> found("schedule", seen));
    Optional<Dealsync> opened = get("database", () -> command.open(configured));
    if (opened.isPresent()) {
      try (Dealsync dealsync = opened.get()) {
        look("database", () -> database(dealsync));
        look("sessions", () -> sessions(dealsync));
        unrecorded(dealsync);
        unconfigured(dealsync);
        if (dealsync.databaseLink().isExposed()) {
          found("encryption", EXPOSED);
        }
        look("clock", () -> clock(dealsync));
        portal(dealsync, command.portal(configured).within(PATIENCE));
      }
    }
  }

  private Settings configuration() {
    Settings settings = command.settings();
    command.portal(settings);
    return settings;
  }

  /** A time that clocks skip is no trouble, but should surprise nobody. */
  private static Optional<Seen> schedule(Timetable timetable) {
    return timetable
        .nextGap(Instant.now())
        .map(
            gap ->
                Seen.fine(
                    "%s does not exist in %s; serve syncs at %s then"
                        .formatted(
                            HumanFormat.time(gap.skipped()),
                            timetable.zone().getId(),
                            HumanFormat.time(gap.instead(), timetable.zone()))));
  }

  private Seen database(Dealsync dealsync) {
    return Seen.fine(
        "%s, schema fits, %s managed"
            .formatted(
                dealsync.place(),
                HumanFormat.count(
                    dealsync.mirror(command.options().portal()).managed().all(), "deal")));
  }

  private static Seen sessions(Dealsync dealsync) {
    dealsync.requireOwnSessions();
    return Seen.fine("are dealsync's own, so that locks hold");
  }

  /** Only what there is to put right is worth a line. */
  private void unrecorded(Dealsync dealsync) {
    get("edits", () -> dealsync.unrecordedEdits(command.options().portal()).look().words())
        .filter(words -> !words.isBlank())
        .ifPresent(words -> found("edits", new Seen(Mark.REMARK, words)));
  }

  private void unconfigured(Dealsync dealsync) {
    get("portals", dealsync::unconfigured)
        .ifPresent(
            portals ->
                portals.forEach(
                    portal ->
                        found("portals", new Seen(Mark.REMARK, StatusWords.unconfigured(portal)))));
  }

  private static Seen clock(Dealsync dealsync) {
    Duration apart = Duration.between(dealsync.databaseTime(), Instant.now()).abs();
    return apart.compareTo(TOLERANCE) < 0
        ? Seen.fine("this machine and the database agree")
        : new Seen(
            Mark.REMARK,
            "this machine and the database are %s apart; times in reports will not fit together"
                .formatted(HumanFormat.duration(apart)));
  }

  private void portal(Dealsync dealsync, PortalSettings settings) {
    Optional<Portal> client =
        get("portal", () -> dealsync.portal(settings).until(command.context().stop()::requested));
    if (client.isPresent() && look("portal", () -> handshake(client.get()))) {
      dealsync.move(settings.name()).ifPresent(move -> found("address", address(settings, move)));
      look("rights", () -> rights(client.get()));
    }
  }

  private static Seen address(PortalSettings settings, AddressMemory.Move move) {
    return new Seen(
        Mark.REMARK,
        "the portal was renamed from %s to %s; %s"
            .formatted(
                move.from(),
                move.to(),
                settings.oauth().isPresent()
                    ? "authorise the application again to take it over (`dealsync authorize`)"
                    : "put the new address into the webhook's URL"));
  }

  private static Seen handshake(Portal portal) {
    Instant began = Instant.now();
    portal.handshake();
    return Seen.fine(
        "answers in %d ms, scope crm granted, link fields as expected"
            .formatted(Duration.between(began, Instant.now()).toMillis()));
  }

  private static Seen rights(Portal portal) {
    portal.existingContacts(ANY);
    return switch (portal.ask(Questions.list(ANY)).listing()) {
      case Listing.Listed ignored -> Seen.fine("may list deals and contacts");
      case Listing.Refused refused ->
          new Seen(
              Mark.REMARK,
              "may not list deals (%s); runs read them one by one, which takes more requests"
                  .formatted(refused.why()));
    };
  }

  /** Something that later steps need; only its failure is a finding. */
  private <T> Optional<T> get(String subject, Supplier<T> source) {
    try {
      return Optional.of(source.get());
    } catch (RuntimeException e) {
      found(subject, e);
      return Optional.empty();
    }
  }

  private boolean look(String subject, Supplier<Seen> look) {
    try {
      found(subject, look.get());
      return true;
    } catch (RuntimeException e) {
      found(subject, e);
      return false;
    }
  }

  private void found(String subject, Seen seen) {
    findings.add(
        new CheckFinding(subject, seen.mark(), ExitCode.OK, command.hints().in(seen.words())));
  }

  private void found(String subject, RuntimeException error) {
    findings.add(
        new CheckFinding(
            subject,
            Mark.WRONG,
            ErrorReport.code(error),
            command.hints().in(ErrorReport.message(error))));
  }
}
