package io.dealsync.cli.contract;

import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import io.dealsync.contract.Preparation;
import java.util.ArrayList;
import java.util.List;

/** What would be tried, and on which deals. */
@JsonDocument(
    name = "contract-plan",
    about = "`check --contract` without `--yes`: on which deals it would try the contract out.")
record ContractPlanDocument(
    @JsonField("The portal's host") String portal,
    @JsonField("Always false: nothing was changed") boolean done,
    @JsonField("The deals, whose links are put back at the end") List<Deal> deals,
    @JsonField("The contacts that would be linked and unlinked") List<Long> contacts) {

  /** A deal that would be used. */
  record Deal(
      @JsonField("The deal's Bitrix24 id") long deal,
      @JsonField("Its links, as `CONTACT/SORT/PRIMARY`") String rows) {}

  static ContractPlanDocument of(String portal, Preparation preparation) {
    List<Deal> deals = new ArrayList<>();
    preparation.saved().forEach((deal, rows) -> deals.add(new Deal(deal, rows.toString())));
    return new ContractPlanDocument(portal, false, deals, preparation.contacts());
  }
}
