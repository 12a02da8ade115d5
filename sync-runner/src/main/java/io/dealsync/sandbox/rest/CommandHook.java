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

  /** The server died after a part of the batch. */
  final class BatchCut extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BatchCut() {
      super("batch cut short", null, false, false);
    }
  }
}
