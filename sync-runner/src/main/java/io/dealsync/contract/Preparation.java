package io.dealsync.contract;

import io.dealsync.link.LinkImage;
import java.util.List;
import java.util.Map;

/**
 * What the suite would work with. Nothing has been written yet.
 *
 * @param saved the deals' rows, to be restored at the end
 * @param contacts contacts that will be linked and unlinked, at most four
 * @param obstacles why the suite cannot run; empty when it can
 */
public record Preparation(Map<Long, LinkImage> saved, List<Long> contacts, List<String> obstacles) {

  public Preparation {
    contacts = List.copyOf(contacts);
    obstacles = List.copyOf(obstacles);
  }
}
