package io.dealsync.apply;

import io.dealsync.portal.PortalFailure;
import java.util.Optional;

/**
 * What became of an approved plan.
 *
 * @param pushed changes that were sent
 * @param verified changes that the portal confirmed
 * @param needless changes that someone else had made meanwhile
 * @param edited changes that were not sent because the mirror was edited since the plan
 * @param held deals that were left alone because the portal had moved
 * @param failed changes that did not take effect, or not as wanted
 * @param unsent changes that could not be sent and stay planned
 * @param unknown changes whose outcome the next run has to find out
 * @param interrupted whether the run was asked to stop before the end
 * @param failure why the run could not go on, if it could not
 * @param stopped why the run stopped after a wave and left the rest planned; blank when it did not
 */
public record Applied(
    long pushed,
    long verified,
    long needless,
    long edited,
    long held,
    long failed,
    long unsent,
    long unknown,
    boolean interrupted,
    Optional<PortalFailure> failure,
    String stopped) {

  /** Nothing was applied. */
  public static final Applied NOTHING =
      new Applied(0, 0, 0, 0, 0, 0, 0, 0, false, Optional.empty(), "");
}
