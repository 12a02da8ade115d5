package io.dealsync.desired;

import java.util.List;

/** What a look at the edits of a mirror finds. */
public enum OpenEdits {
  /** Both sides agree on every deal that may be carried. */
  NONE,
  /** All that is open are links that were taken out, and people may still be editing. */
  WAITING,
  /** There is something to carry now. */
  CARRIABLE;

  private static final int PAGE = 500;

  /** Where more links were taken out than this, what is behind them waits with them. */
  private static final int PAGES = 20;

  /** Looks at the edited deals until one can be carried now. */
  public static OpenEdits of(Mirror mirror, Quiet quiet) {
    List<MirrorDeal> page = mirror.page(new Selection.Edited(), 0, PAGE);
    if (page.isEmpty()) {
      return NONE;
    }
    for (int pages = 1; page.stream().allMatch(MirrorDeal::losesLinks); pages++) {
      if (page.size() < PAGE || pages == PAGES) {
        return quiet.isReached() ? CARRIABLE : WAITING;
      }
      page = mirror.page(new Selection.Edited(), page.get(PAGE - 1).deal(), PAGE);
    }
    return CARRIABLE;
  }
}
