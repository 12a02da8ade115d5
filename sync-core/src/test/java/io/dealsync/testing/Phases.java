package io.dealsync.testing;

import io.dealsync.run.Progress;
import java.util.ArrayList;
import java.util.List;

/** A listener that writes down what it is told: {@code READ 3 +3}. */
public class Phases implements Progress {

  private final List<String> told = new ArrayList<>();

  @Override
  public void begin(Phase phase, long deals) {
    told.add(phase + " " + deals);
  }

  @Override
  public void advance(long deals) {
    told.set(told.size() - 1, told.get(told.size() - 1) + " +" + deals);
  }

  public List<String> told() {
    return List.copyOf(told);
  }
}
