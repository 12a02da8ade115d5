package io.dealsync.sandbox.crm;

import java.util.List;

/** One change of one deal's rows: who made it, what was there before and what is there now. */
public record LinkWrite(long dealId, Author author, List<LinkRow> before, List<LinkRow> after) {

  /** Who changed the rows. */
  public enum Author {
    /** The client, through a link method. */
    REST,
    /** Anybody else: a person in the portal, an automation, a contact's deletion. */
    THIRD_PARTY
  }
}
