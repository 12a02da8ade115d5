package io.dealsync.plan;

import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.util.List;

/** The portal call that carries out a change. */
public sealed interface Method {

  /** The portal's name of the call. */
  String call();

  /** Whether the call overwrites whatever the deal has at that moment. */
  default boolean overwrites() {
    return switch (this) {
      case Add ignored -> false;
      case Remove ignored -> false;
      case ReplaceAll ignored -> true;
      case ClearAll ignored -> true;
      case Keep ignored -> false;
    };
  }

  /**
   * What a deal has after the call, if it had well-formed rows before and nobody else interferes
   * (contract 1.3 to 1.7).
   */
  default LinkImage effectOn(LinkImage before) {
    return switch (this) {
      case Add add -> Effects.adding(before, add.links());
      case Remove remove -> Effects.removing(before, remove.contact());
      case ReplaceAll all -> LinkSet.of(all.rows()).asImage();
      case ClearAll ignored -> LinkImage.empty();
      case Keep ignored -> before;
    };
  }

  /**
   * Links contacts without touching the others, one call each.
   *
   * @param links what to link, in order; SORT is at least 1
   */
  record Add(List<Link> links) implements Method {
    public Add {
      links = List.copyOf(links);
    }

    @Override
    public String call() {
      return "crm.deal.contact.add";
    }
  }

  /** Unlinks one contact without touching the others. */
  record Remove(long contact) implements Method {
    @Override
    public String call() {
      return "crm.deal.contact.delete";
    }
  }

  /**
   * Replaces the whole set.
   *
   * @param rows every row, SORT at least 1, exactly one primary, never empty
   */
  record ReplaceAll(List<Link> rows) implements Method {
    public ReplaceAll {
      rows = List.copyOf(rows);
      if (rows.isEmpty()) {
        throw new IllegalArgumentException("An empty items.set cannot be sent in a batch");
      }
    }

    @Override
    public String call() {
      return "crm.deal.contact.items.set";
    }
  }

  /** Unlinks every contact. */
  record ClearAll() implements Method {
    @Override
    public String call() {
      return "crm.deal.contact.items.delete";
    }
  }

  /** Nothing is sent: the portal is as it should be, only the desired side learns from it. */
  record Keep() implements Method {
    @Override
    public String call() {
      return "";
    }
  }
}
