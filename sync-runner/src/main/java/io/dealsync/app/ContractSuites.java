package io.dealsync.app;

import io.dealsync.bitrix.pace.Time;
import io.dealsync.config.NetworkSettings;
import io.dealsync.config.PortalSettings;
import io.dealsync.contract.ContractSuite;
import io.dealsync.contract.WireNotes;

/** Makes contract suites; they need a portal, and no database. */
public final class ContractSuites {

  private ContractSuites() {}

  /**
   * A suite for a portal.
   *
   * @throws io.dealsync.config.ConfigException when no usable webhook is configured
   */
  public static ContractSuite open(PortalSettings portal, NetworkSettings network) {
    WireNotes notes = new WireNotes();
    return new ContractSuite(Connections.rest(portal, network, notes), notes, Time.SYSTEM);
  }
}
