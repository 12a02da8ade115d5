package io.dealsync.legacy;

import io.dealsync.bitrix.origin.OriginLookup;
import io.dealsync.db.GuardFigures;
import io.dealsync.db.legacy.LegacyKind;
import io.dealsync.db.legacy.LegacyResolution;
import io.dealsync.db.legacy.MappingLoad;
import io.dealsync.db.legacy.MappingTable;
import io.dealsync.db.legacy.MoveCounts;
import io.dealsync.db.legacy.MoveOptions;
import io.dealsync.db.legacy.StaleLinks;
import io.dealsync.desired.ManagedDeals;
import io.dealsync.guard.Guard;
import io.dealsync.guard.GuardWindow;
import io.dealsync.guard.Limits;
import io.dealsync.guard.Refusal;
import io.dealsync.guard.Side;
import io.dealsync.guard.Verdict;
import io.dealsync.plan.PlanTotals;
import io.dealsync.portal.PortalFailure;
import io.dealsync.run.StopSignal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * Finds out what the ids of another CRM are called in Bitrix24, and moves the links of deals that
 * are resolved to the desired side. Everything found is stored at once: interrupted, it goes on
 * where it stopped; run again, it looks only for what is still missing.
 */
public final class Resolver {

  private static final int PAGE = 2450;
  private static final int DEALS_IN_A_TRANSACTION = 20_000;
  private static final int SHOWN = 10;

  private final DataSource database;
  private final Supplier<OriginLookup> portal;
  private final ResolveProgress progress;
  private final StopSignal stop;
  private final int dealsInATransaction;

  /**
   * Resolves on a database whose schema is there.
   *
   * @param portal asked for only when the portal is to be searched; what is under way there may be
   *     dropped by the signal
   */
  public Resolver(
      DataSource database,
      Supplier<OriginLookup> portal,
      ResolveProgress progress,
      StopSignal stop) {
    this(database, portal, progress, stop, DEALS_IN_A_TRANSACTION);
  }

  Resolver(
      DataSource database,
      Supplier<OriginLookup> portal,
      ResolveProgress progress,
      StopSignal stop,
      int dealsInATransaction) {
    this.database = database;
    this.portal = portal;
    this.progress = progress;
    this.stop = stop;
    this.dealsInATransaction = dealsInATransaction;
  }

  /**
   * Resolves what can be resolved.
   *
   * @throws UnusableFileException when a mapping file cannot be read as it is; nothing of it counts
   *     then
   * @throws io.dealsync.portal.PortalFailure when the portal cannot be asked; what was found stays
   */
  public ResolveReport run(ResolveRequest request) {
    try (LegacyResolution links =
        LegacyResolution.open(database, request.portal(), request.source())) {
      List<MappingReport> mappings = new ArrayList<>();
      UnaryOperator<String> storedId = storedId(links);
      request.deals().ifPresent(file -> mappings.add(load(links, LegacyKind.DEAL, file, storedId)));
      request
          .contacts()
          .ifPresent(file -> mappings.add(load(links, LegacyKind.CONTACT, file, storedId)));
      request.originator().ifPresent(originator -> search(links, originator));
      links.judge();
      Optional<MoveCounts> moved =
          request.move() ? Optional.of(move(links, request)) : Optional.empty();
      List<Refusal> refusals = new ArrayList<>();
      StaleLinks stale = request.move() ? withdraw(links, request, refusals) : StaleLinks.NONE;
      return new ResolveReport(
          request.source(),
          links.links(),
          mappings,
          links.ids(LegacyKind.DEAL).counts(),
          links.ids(LegacyKind.CONTACT).counts(),
          moved,
          stale,
          refusals,
          links.blockers(SHOWN),
          links.journalledAs());
    }
  }

  private MoveCounts move(LegacyResolution links, ResolveRequest request) {
    return links.move(
        new MoveOptions(request.partial(), request.addOnly(), dealsInATransaction),
        stop::requested);
  }

  private StaleLinks withdraw(
      LegacyResolution links, ResolveRequest request, List<Refusal> refusals) {
    Limits limits = request.limits();
    GuardFigures figures = GuardFigures.of(database, request.portal());
    ManagedDeals managed = figures.managed();
    GuardWindow window = figures.window(limits.window());
    return links.withdraw(
        stale -> {
          if (new Guard(limits).judge(plan(stale, managed), window, Side.MIRROR)
              instanceof Verdict.Refused refused) {
            refusals.addAll(refused.refusals());
          }
          return refusals.isEmpty();
        });
  }

  /** Half an export must not empty the mirror. */
  private static PlanTotals plan(StaleLinks stale, ManagedDeals managed) {
    return new PlanTotals(
        managed,
        stale.deals(),
        0,
        stale.deals(),
        0,
        0,
        stale.emptied(),
        0,
        stale.links(),
        0,
        0,
        0,
        0,
        false);
  }

  /** In the form of the files' format, as long as all of them have the same. */
  private static UnaryOperator<String> storedId(LegacyResolution links) {
    List<Format> formats =
        links.formats().stream().flatMap(word -> Format.named(word).stream()).toList();
    return formats.size() == 1 ? formats.get(0)::storedId : id -> Value.id(id, "legacy id");
  }

  private static MappingReport load(
      LegacyResolution links, LegacyKind kind, Path file, UnaryOperator<String> storedId) {
    try (MappingFile mapping = MappingFile.open(file, storedId)) {
      MappingLoad load = links.ids(kind).load(mapping);
      return new MappingReport(
          kind,
          file,
          load,
          mapping.badRows(),
          mapping.firstBad().stream()
              .map(bad -> "line %d: %s".formatted(bad.line(), bad.reason()))
              .toList());
    }
  }

  private void search(LegacyResolution links, String originator) {
    OriginSearch search = new OriginSearch(portal.get(), originator);
    try {
      for (LegacyKind kind : LegacyKind.values()) {
        search(links.ids(kind), kind, search);
      }
    } catch (PortalFailure e) {
      if (e.kind() != PortalFailure.Kind.STOPPED) {
        throw e;
      }
    }
  }

  private void search(MappingTable ids, LegacyKind kind, OriginSearch search) {
    long unresolved = ids.gatherUnresolved();
    for (long from = 0; from < unresolved && !stop.requested(); from += PAGE) {
      List<String> page = ids.unresolved(from, PAGE);
      ids.record(search.search(kind, page));
      progress.searched(kind, from + page.size(), unresolved);
    }
  }
}
