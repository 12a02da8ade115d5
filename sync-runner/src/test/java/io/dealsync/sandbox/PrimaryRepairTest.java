package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.crm.LinkEntry;
import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.sandbox.crm.PortalState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * Which single {@code items.set} leaves exactly the wanted primary, over every pattern of flags on
 * up to five rows, with distinct and with equal SORT.
 */
class PrimaryRepairTest {

  private final PortalState state = new PortalState(InstantSource.system(), LinkRow.BY_SORT, false);

  private interface Check {
    void on(List<LinkRow> rows, int wanted);
  }

  private static void everyPattern(Check check) {
    for (int size = 1; size <= 5; size++) {
      for (int flags = 0; flags < 1 << size; flags++) {
        for (int wanted = 0; wanted < size; wanted++) {
          for (int step : new int[] {10, 0}) {
            List<LinkRow> rows = new ArrayList<>();
            for (int i = 0; i < size; i++) {
              rows.add(new LinkRow(100 + i, 10 + i * step, (flags >> i & 1) == 1));
            }
            check.on(rows, wanted);
          }
        }
      }
    }
  }

  private List<LinkRow> set(List<LinkRow> before, List<LinkEntry> items) {
    state.putDeal(1, before);
    state.restSet(1, List.copyOf(items));
    return state.links(1);
  }

  private static LinkEntry entry(LinkRow row, int sort, boolean primary) {
    return new LinkEntry(row.contactId(), OptionalInt.of(sort), primary ? "Y" : "N");
  }

  private static boolean isOnlyPrimary(List<LinkRow> rows, long contact) {
    return rows.stream().allMatch(row -> row.primary() == (row.contactId() == contact));
  }

  @Test
  void a_set_that_gives_every_unwanted_primary_another_sort_always_repairs() {
    everyPattern(
        (rows, wanted) -> {
          List<LinkEntry> items = new ArrayList<>();
          for (int i = 0; i < rows.size(); i++) {
            LinkRow row = rows.get(i);
            boolean unwanted = row.primary() && i != wanted;
            items.add(entry(row, unwanted ? row.sort() + 1 : row.sort(), i == wanted));
          }
          List<LinkRow> after = set(rows, items);
          assertThat(isOnlyPrimary(after, rows.get(wanted).contactId()))
              .as("%s, wanted %d, became %s", rows, wanted, after)
              .isTrue();
        });
  }

  @Test
  void a_set_that_keeps_every_sort_demotes_only_the_last_primary() {
    everyPattern(
        (rows, wanted) -> {
          List<LinkEntry> items = new ArrayList<>();
          int last = -1;
          int unwanted = 0;
          for (int i = 0; i < rows.size(); i++) {
            items.add(entry(rows.get(i), rows.get(i).sort(), i == wanted));
            last = rows.get(i).primary() ? i : last;
            unwanted += rows.get(i).primary() && i != wanted ? 1 : 0;
          }
          boolean repairs = unwanted == 0 || (unwanted == 1 && last != wanted);
          assertThat(isOnlyPrimary(set(rows, items), rows.get(wanted).contactId()))
              .as("%s, wanted %d", rows, wanted)
              .isEqualTo(repairs);
        });
  }
}
