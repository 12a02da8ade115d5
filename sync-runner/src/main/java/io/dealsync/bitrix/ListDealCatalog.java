package io.dealsync.bitrix;

import io.dealsync.portal.DealCatalog;
import io.dealsync.portal.DealCondition;
import io.dealsync.portal.PortalFailure;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The catalog by {@code crm.item.list}: ids only, 2,500 in a request. */
final class ListDealCatalog implements DealCatalog {

  private static final List<String> SELECT = List.of("id", "isRecurring");

  private final String portal;
  private final ListDealScan scan;

  ListDealCatalog(String portal, Lists lists) {
    this.portal = portal;
    this.scan = new ListDealScan(lists, RowLimit.none());
  }

  @Override
  public OptionalLong highest() {
    return explained(scan::highest);
  }

  @Override
  public void search(
      List<DealCondition> conditions, long after, long last, Predicate<List<Long>> sink) {
    explained(
        () -> {
          scan.ranges(
              new ScanPage.Range(after + 1, last, conditions, SELECT),
              deals -> sink.test(deals.stream().map(DealContacts::deal).toList()));
          return true;
        });
  }

  /** A user who may not list deals cannot pull them; a filter may have a field that is none. */
  private <T> T explained(Supplier<T> work) {
    try {
      return work.get();
    } catch (ListRefusedException refused) {
      throw new PortalFailure(
          PortalFailure.Kind.CONFIGURATION,
          "%s does not list the deals. %s. Look at the filter, if there is one, and at the rights of the webhook's user."
              .formatted(portal, refused.getMessage()));
    }
  }
}
