package io.dealsync.testing;

import io.dealsync.desired.Mirror;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.HeldDeal;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A mirror in memory: the editable tables, the bases, the edit marks and the holds. */
public final class FakeMirror implements Mirror {

  private final Map<Long, MirrorDeal> deals = new TreeMap<>();
  private final Map<Long, HeldDeal> holds = new TreeMap<>();
  private final List<String> pages = new ArrayList<>();
  private long edits;

  // What people do.

  /** Writes the wanted links of a deal; a new deal becomes a managed one in mode mirror. */
  public FakeMirror want(long deal, String links) {
    return want(deal, Links.set(links));
  }

  /** As {@link #want(long, String)}. */
  public FakeMirror want(long deal, LinkSet links) {
    deals.putIfAbsent(deal, unedited(deal));
    change(
        deal,
        old ->
            new MirrorDeal(
                deal,
                old.mode(),
                old.policy(),
                links,
                old.base(),
                OptionalLong.of(++edits),
                old.held()));
    return this;
  }

  public FakeMirror mode(long deal, Mode mode) {
    deals.putIfAbsent(deal, unedited(deal));
    change(
        deal,
        old ->
            new MirrorDeal(
                deal, mode, old.policy(), old.desired(), old.base(), old.edit(), old.held()));
    return this;
  }

  public FakeMirror policy(long deal, Policy policy) {
    change(
        deal,
        old ->
            new MirrorDeal(
                deal,
                old.mode(),
                Optional.of(policy),
                old.desired(),
                old.base(),
                old.edit(),
                old.held()));
    return this;
  }

  /** Both sides once agreed on these links. */
  public FakeMirror agreedOn(long deal, String links) {
    rebase(deal, Links.set(links), OptionalLong.empty());
    change(deal, old -> cleared(old, OptionalLong.empty()));
    return this;
  }

  /** Takes a deal out of management. */
  public void forget(long deal) {
    deals.remove(deal);
    holds.remove(deal);
  }

  // What the journal does.

  void agree(Agreement agreement) {
    if (deals.containsKey(agreement.deal())) {
      rebase(agreement.deal(), agreement.image().canonical(), agreement.edit());
    }
  }

  void hold(HeldDeal hold) {
    if (deals.containsKey(hold.deal())) {
      holds.put(hold.deal(), hold);
      change(
          hold.deal(),
          old ->
              new MirrorDeal(
                  old.deal(),
                  old.mode(),
                  old.policy(),
                  old.desired(),
                  old.base(),
                  old.edit(),
                  true));
    }
  }

  private void rebase(long deal, LinkSet base, OptionalLong covered) {
    holds.remove(deal);
    change(
        deal,
        old ->
            cleared(
                new MirrorDeal(
                    deal,
                    old.mode(),
                    old.policy(),
                    old.desired(),
                    Optional.of(base),
                    old.edit(),
                    false),
                old.edit().equals(covered) ? OptionalLong.empty() : old.edit()));
  }

  private static MirrorDeal cleared(MirrorDeal old, OptionalLong edit) {
    return new MirrorDeal(
        old.deal(), old.mode(), old.policy(), old.desired(), old.base(), edit, old.held());
  }

  // What tests ask.

  public MirrorDeal get(long deal) {
    return Objects.requireNonNull(deals.get(deal));
  }

  public Set<Long> deals() {
    return deals.keySet();
  }

  public Optional<HeldDeal> holdOf(long deal) {
    return Optional.ofNullable(holds.get(deal));
  }

  /** Whether a plan's change of this deal may still be applied. */
  public boolean active(long deal) {
    return deals.containsKey(deal) && get(deal).mode() != Mode.PAUSED;
  }

  /** Every page that was asked for, as {@code after+limit}. */
  public List<String> pages() {
    return List.copyOf(pages);
  }

  // The port.

  @Override
  public long managed() {
    return deals.size();
  }

  @Override
  public List<MirrorDeal> page(Selection selection, long after, int limit) {
    pages.add(after + "+" + limit);
    return deals.values().stream()
        .filter(deal -> deal.deal() > after && deal.mode() != Mode.PAUSED)
        .filter(deal -> selected(selection, deal))
        .limit(limit)
        .toList();
  }

  @Override
  public List<MirrorDeal> sample(int size) {
    return page(new Selection.All(), 0, size);
  }

  private static boolean selected(Selection selection, MirrorDeal deal) {
    return switch (selection) {
      case Selection.All ignored -> true;
      case Selection.Edited ignored -> deal.edit().isPresent();
      case Selection.Deals named -> named.deals().contains(deal.deal());
    };
  }

  private void change(long deal, UnaryOperator<MirrorDeal> how) {
    deals.compute(deal, (id, old) -> how.apply(Objects.requireNonNull(old)));
  }

  private static MirrorDeal unedited(long deal) {
    return new MirrorDeal(
        deal,
        Mode.MIRROR,
        Optional.empty(),
        LinkImage.empty().canonical(),
        Optional.empty(),
        OptionalLong.empty(),
        false);
  }
}
