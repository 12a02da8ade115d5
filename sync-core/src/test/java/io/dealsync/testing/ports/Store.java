package io.dealsync.testing.ports;

import io.dealsync.desired.Mirror;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.journal.Archive;
import io.dealsync.journal.Leases;
import io.dealsync.link.LinkSet;

/** One implementation of the ports to a database, and the hands of people in its tables. */
public interface Store {

  /** The portal's name. */
  String portal();

  Mirror mirror();

  Leases leases();

  Archive archive();

  /** A person makes these the wanted links of a deal; a new deal becomes a managed one. */
  void want(long deal, LinkSet links);

  /** A person changes how a managed deal is treated. */
  void mode(long deal, Mode mode);

  /** A person changes who wins on a managed deal. */
  void policy(long deal, Policy policy);

  /** A person takes a deal out. */
  void forget(long deal);

  /** A person takes note of a hold. */
  void acknowledge(long deal);
}
