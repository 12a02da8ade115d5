package io.dealsync.contract;

import io.dealsync.portal.PortalFailure;
import io.dealsync.sandbox.rest.Quirk;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the suite saw of a portal.
 *
 * @param vectors the vectors of contract 1.9
 * @param uncertainties the open questions of contract 12
 * @param notRestored deals that could not be put back, each with the rows it had, in words
 * @param failure why the suite ended early
 */
public record ContractReport(
    List<Finding> vectors,
    List<Finding> uncertainties,
    List<String> notRestored,
    Optional<PortalFailure> failure) {

  public ContractReport {
    vectors = List.copyOf(vectors);
    uncertainties = List.copyOf(uncertainties);
    notRestored = List.copyOf(notRestored);
  }

  /** Whether nothing that the contract states was seen to be otherwise. */
  public boolean kept() {
    return failure.isEmpty()
        && vectors.stream().noneMatch(each -> each.verdict() == Finding.Verdict.DIFFERENT);
  }

  /** The switches with which the sandbox behaves like this portal. */
  public Set<Quirk> quirks() {
    Set<Quirk> quirks = new TreeSet<>();
    uncertainties.forEach(each -> each.quirk().ifPresent(quirks::add));
    return quirks;
  }
}
