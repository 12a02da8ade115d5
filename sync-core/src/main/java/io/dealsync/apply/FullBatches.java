package io.dealsync.apply;

import io.dealsync.plan.Batch;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import java.util.List;

/** Cuts a window of changes where a request of theirs is full. */
final class FullBatches {

  private FullBatches() {}

  /** As many from the first on as fill whole requests; all of them when they do not fill one. */
  static List<Change> of(List<Change> changes) {
    int room = Batch.CALLS;
    int full = 0;
    for (int i = 0; i < changes.size(); i++) {
      int calls = calls(changes.get(i));
      if (calls > room) {
        full = i;
        room = Batch.CALLS;
      }
      room = Math.max(0, room - calls);
    }
    return room < Batch.GENTLE || full == 0 ? changes : changes.subList(0, full);
  }

  private static int calls(Change change) {
    return switch (change.method()) {
      case Method.Add add -> add.links().size() + 1;
      case Method.Remove ignored -> Batch.GENTLE;
      case Method.ReplaceAll ignored -> Batch.OVERWRITING;
      case Method.ClearAll ignored -> Batch.OVERWRITING;
      case Method.Keep ignored -> 0;
    };
  }
}
