package io.dealsync.sandbox.rest;

/** Called before each executed command, so that faults can strike between two commands. */
@FunctionalInterface
public interface CommandHook {

  /** Does nothing. */
  CommandHook NONE = (index, method) -> {};

  /**
   * @param index the command's place in its batch; 0 outside a batch
   * @param method its lower-case name
   * @throws RestFailure to fail this command instead of running it
   * @throws BatchCut to stop the whole batch here
   */
  void before(int index, String method);

  /**
   * Whether the server dies between the two statements of this {@code items.set}: what is not
   * wanted is unlinked by then, and nothing is linked yet (contract 1.6).
   */
  default boolean cutsHalfway(int index) {
    return false;
  }

  /** The server died after a part of the batch. */
  final class BatchCut extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BatchCut() {
      super("batch cut short", null, false, false);
    }
  }
}
