package io.dealsync.bitrix;

import io.dealsync.bitrix.rest.Command;
import io.dealsync.observe.Sighting;
import io.dealsync.portal.DealList.Listing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads order and primary of many deals from the portal's list, fifty deals a command. */
final class Listings {

  private static final List<String> SELECT = List.of("id", "contactId", "contactIds");

  private final Lists lists;

  Listings(Lists lists) {
    this.lists = lists;
  }

  Listing list(Collection<Long> deals) {
    List<Command<List<ItemRow>>> commands = new ArrayList<>();
    for (List<Long> page : Lists.pages(List.copyOf(new TreeSet<>(deals)))) {
      commands.add(ItemCommands.byIds(commands.size(), EntityType.DEAL, page, SELECT));
    }
    try {
      return new Listing.Listed(sightings(lists.rows(commands), deals));
    } catch (ListRefusedException refused) {
      return new Listing.Refused(String.valueOf(refused.getMessage()));
    }
  }

  /** A portal that does not know a filter ignores it and lists everything (contract 7). */
  private static Map<Long, Sighting> sightings(
      List<List<ItemRow>> pages, Collection<Long> deals) {
    Set<Long> asked = new HashSet<>(deals);
    Map<Long, Sighting> sightings = new HashMap<>();
    for (List<ItemRow> page : pages) {
      for (ItemRow row : page) {
        if (asked.contains(row.id())) {
          sightings.put(row.id(), new Sighting(row.id(), row.contact(), row.contacts()));
        }
      }
    }
    return sightings;
  }
}
