package io.dealsync.apply;

import io.dealsync.plan.Batch;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.portal.ReadBack;
import java.util.List;

/** Cuts a window of changes where a request of theirs is full. */
final class FullBatches {

  private FullBatches() {}

  /** As many from the first on as fill whole requests; all of them when they do not fill one. */
  static List<Change> of(List<Change> changes, ReadBack readBack) {
    int room = Batch.CALLS;
    int full = 0;
    for (int i = 0; i < changes.size(); i++) {
      int calls = calls(changes.get(i), readBack);
      if (calls > room) {
        full = i;
        room = Batch.CALLS;
      }
      room = Math.max(0, room - calls);
    }
    return room < least(readBack, changes) || full == 0 ? changes : changes.subList(0, full);
  }

  /** What the gentlest change takes. */
  private static int least(ReadBack readBack, List<Change> changes) {
    return changes.stream().allMatch(readBack::follows) ? Batch.GENTLE : Batch.GENTLE - 1;
  }

  private static int calls(Change change, ReadBack readBack) {
    int calls =
        switch (change.method()) {
          case Method.Add add -> add.links().size();
          case Method.Remove ignored -> 1;
          case Method.ReplaceAll ignored -> Batch.OVERWRITING - 1;
          case Method.ClearAll ignored -> Batch.OVERWRITING - 1;
          case Method.Keep ignored -> 0;
        };
    return calls > 0 && readBack.follows(change) ? calls + 1 : calls;
  }
}
