package io.dealsync.plan;

import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One thing that is put right on the portal, so that it can be recognized when it recurs. */
public sealed interface Repair {

  /** What had to be done, as in: {@code contact 40 had to be unlinked}. */
  String words();

  /** A contact is linked again. */
  record Linked(long contact) implements Repair {
    @Override
    public String words() {
      return "contact %d had to be linked".formatted(contact);
    }
  }

  /** A contact is unlinked again. */
  record Unlinked(long contact) implements Repair {
    @Override
    public String words() {
      return "contact %d had to be unlinked".formatted(contact);
    }
  }

  /** A contact becomes the primary again. */
  record Promoted(long contact) implements Repair {
    @Override
    public String words() {
      return "contact %d had to be made the primary".formatted(contact);
    }
  }

  /** The contacts get their order again. */
  record Reordered(List<Long> order) implements Repair {
    public Reordered {
      order = List.copyOf(order);
    }

    @Override
    public String words() {
      return "the order had to be put right";
    }
  }

  /** What is put right where the portal has these rows and shall have those links. */
  static Set<Repair> of(LinkImage before, LinkSet target) {
    LinkSet old = before.canonical();
    Set<Repair> repairs = new LinkedHashSet<>();
    old.minus(target).forEach(contact -> repairs.add(new Unlinked(contact)));
    target.minus(old).forEach(contact -> repairs.add(new Linked(contact)));
    if (!old.isEmpty() && !target.isEmpty() && old.primary() != target.primary()) {
      repairs.add(new Promoted(target.primary()));
    }
    List<Long> kept = target.contacts().stream().filter(old::contains).toList();
    if (!old.contacts().stream().filter(target::contains).toList().equals(kept)) {
      repairs.add(new Reordered(kept));
    }
    return repairs;
  }
}
