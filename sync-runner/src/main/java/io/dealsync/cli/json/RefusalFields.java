package io.dealsync.cli.json;

import io.dealsync.guard.Refusal;
import java.util.List;

/** A limit that a plan exceeds. */
public record RefusalFields(
    @JsonField("The guard limit's key, as in the configuration") String limit,
    @JsonField("What would change, what the limit is, and the numbers behind both")
        String arithmetic,
    @JsonField("What lets the plan pass, to be put behind `--allow`") String allow) {

  public static List<RefusalFields> of(List<Refusal> refusals) {
    return refusals.stream()
        .map(
            refusal ->
                new RefusalFields(refusal.limit().key(), refusal.arithmetic(), refusal.allowance()))
        .toList();
  }
}
