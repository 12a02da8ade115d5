package io.dealsync.contract;

import static io.dealsync.contract.Calls.LINKS;

import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import java.util.ArrayList;
import java.util.List;

/** Brings deals into states, healthy or damaged, by the portal's own calls. */
final class DealPreparer {

  private final Calls calls;

  DealPreparer(Calls calls) {
    this.calls = calls;
  }

  /** The deal's rows now. */
  LinkImage rows(long deal) {
    return new LinkImage(calls.links(deal));
  }

  /**
   * Gives a deal these rows, whatever it has.
   *
   * @return the rows it has then: others than wanted where the portal does not allow these
   */
  LinkImage arrange(long deal, LinkImage wanted) {
    LinkImage now = rows(deal);
    if (now.equals(wanted)) {
      return now;
    }
    tell("items.delete", "{'id':%d}".formatted(deal));
    if (wanted.rows().stream().anyMatch(row -> row.sort() < 1)) {
      wanted.rows().stream()
          .sorted((a, b) -> Boolean.compare(b.primary(), a.primary()))
          .forEach(row -> add(deal, row, "N"));
    } else if (!wanted.isEmpty()) {
      set(deal, wanted);
    }
    return rows(deal);
  }

  /**
   * A contact that is named twice and would be primary leaves no primary; a lower-case y makes a
   * second one (contract 1.3, 1.6).
   */
  private void set(long deal, LinkImage wanted) {
    List<Link> primaries = wanted.rows().stream().filter(Link::primary).toList();
    List<Link> rows = new ArrayList<>(wanted.rows());
    if (primaries.isEmpty()) {
      rows.add(rows.get(0));
    }
    List<Link> others = primaries.isEmpty() ? List.of() : primaries.subList(1, primaries.size());
    rows.removeAll(others);
    tell("items.set", "{'id':%d,'items':[%s]}".formatted(deal, items(rows)));
    others.forEach(row -> add(deal, row, "y"));
  }

  private static String items(List<Link> rows) {
    return String.join(
        ",",
        rows.stream()
            .map(
                row ->
                    "{'CONTACT_ID':%d,'SORT':%d,'IS_PRIMARY':'%s'}"
                        .formatted(row.contact(), row.sort(), row.primary() ? "Y" : "N"))
            .toList());
  }

  private void add(long deal, Link row, String flag) {
    tell(
        "add",
        "{'id':%d,'fields':{'CONTACT_ID':%d,'SORT':%d,'IS_PRIMARY':'%s'}}"
            .formatted(deal, row.contact(), row.sort(), flag));
  }

  private void tell(String method, String parameters) {
    Calls.result(calls.tell(LINKS + method, parameters));
  }
}
