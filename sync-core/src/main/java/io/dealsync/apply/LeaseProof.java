package io.dealsync.apply;

import io.dealsync.journal.Journal;
import io.dealsync.journal.LeaseLostException;
import io.dealsync.portal.SendGate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Lets writes leave only under a lease that was proven a moment before. */
final class LeaseProof implements SendGate {

  private final Journal journal;
  private final AtomicReference<@Nullable LeaseLostException> lost = new AtomicReference<>();

  LeaseProof(Journal journal) {
    this.journal = journal;
  }

  /** A lease that was lost once does not come back. */
  @Override
  public Optional<String> obstacle() {
    if (lost.get() == null) {
      prove();
    }
    return Optional.ofNullable(lost.get()).map(LeaseLostException::getMessage);
  }

  private void prove() {
    try {
      journal.proveLease();
    } catch (LeaseLostException gone) {
      lost.compareAndSet(null, gone);
    }
  }

  /**
   * Ends a run that has no lease any more: nothing can be recorded either.
   *
   * @throws LeaseLostException when a proof has failed
   */
  void require() {
    LeaseLostException gone = lost.get();
    if (gone != null) {
      throw gone;
    }
  }
}
