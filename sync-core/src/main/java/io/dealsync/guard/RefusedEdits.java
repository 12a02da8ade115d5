package io.dealsync.guard;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Bulk edits that the guard keeps back while the rest of the plan goes on. They wait for someone to
 * allow them, or to correct them by a newer edit.
 *
 * @param groups in the order of their transactions
 * @param refusals the limits that the plan exceeds with them
 */
public record RefusedEdits(List<EditGroup> groups, List<Refusal> refusals) {

  public RefusedEdits {
    groups = List.copyOf(groups);
    refusals = List.copyOf(refusals);
  }

  /** How many deals wait. */
  public long deals() {
    return groups.stream().mapToLong(EditGroup::changes).sum();
  }

  /** Why a deal of that group waits, and what for. */
  public String words(EditGroup group, long run) {
    return "Edited together with %d other %s, and refused: %s. Waits for `dealsync apply %d %s`, or for a newer edit."
        .formatted(
            group.changes() - 1,
            group.changes() == 2 ? "deal" : "deals",
            refusals.stream().map(Refusal::arithmetic).collect(Collectors.joining("; ")),
            run,
            refusals.stream()
                .map(refusal -> "--allow " + refusal.allowance())
                .collect(Collectors.joining(" ")));
  }
}
