package io.dealsync.db;

import io.dealsync.decide.HoldReason;
import io.dealsync.decide.Remainder;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.HeldDeal;
import io.dealsync.link.LinkImage;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Change;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jooq.DSLContext;

/**
 * Deals that both sides never agreed on, and do not agree on yet: links were added to them, or a
 * run that did so was undone. Their edit stays, and waits for a run over all deals.
 */
final class FirstSights {

  private final DSLContext jooq;
  private final BooleanSupplier undoes;
  private final Map<Long, MirrorDeal> deals = new HashMap<>();

  /**
   * @param undoes whether the run undoes another one
   */
  FirstSights(
      DSLContext jooq, String portal, BooleanSupplier undoes, Collection<SettledRow> ended) {
    this.jooq = jooq;
    this.undoes = undoes;
    List<Long> asked =
        ended.stream()
            .filter(each -> each.agreement().isPresent() && mayBeOne(each.change()))
            .map(each -> each.change().deal())
            .toList();
    if (!asked.isEmpty()) {
      new MirrorTables(jooq, portal, 1)
          .named(asked).stream()
              .filter(deal -> deal.mode() == Mode.MIRROR && deal.base().isEmpty())
              .forEach(deal -> deals.put(deal.deal(), deal));
    }
  }

  private boolean mayBeOne(Change change) {
    return change.mode() == Mode.ADD_ONLY
        || change.adoption().isEmpty() && change.edit().isEmpty() && undoes.getAsBoolean();
  }

  boolean contains(SettledRow ended) {
    return deals.containsKey(ended.change().deal());
  }

  /** What the portal has now is known, and what else differs is held. */
  void record(DealStateTables sides, Collection<SettledRow> ended) {
    if (deals.isEmpty()) {
      return;
    }
    List<SettledRow> first = ended.stream().filter(this::contains).toList();
    Instant now = jooq.select(Sql.NOW).fetchSingle().value1();
    sides.observed(
        first.stream()
            .map(
                each ->
                    new DealObservation(
                        each.change().deal(), new Observation.Present(image(each), now)))
            .toList());
    sides.succeeded(deals.keySet());
    sides.held(first.stream().map(this::hold).toList());
  }

  private HeldDeal hold(SettledRow ended) {
    MirrorDeal deal = Objects.requireNonNull(deals.get(ended.change().deal()));
    return new HeldDeal(
        deal.deal(),
        HoldReason.FIRST_SIGHT,
        Remainder.words(deal.desired(), image(ended).canonical()),
        ended.change().edit().isPresent() ? ended.change().edit() : deal.edit());
  }

  private static LinkImage image(SettledRow ended) {
    return ended.agreement().map(Agreement::image).orElseThrow();
  }
}
