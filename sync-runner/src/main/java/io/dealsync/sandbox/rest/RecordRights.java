package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.crm.PortalState;

/** What the calling user may do to whole records. */
final class RecordRights {

  private final PortalState state;
  private final Access access;

  RecordRights(PortalState state, Access access) {
    this.state = state;
    this.access = access;
  }

  /** Whether the user may not see or change a record. */
  boolean isDenied(RecordType type, long id, boolean toModify) {
    return lacks(type)
        || state.<Boolean>reading(
            records ->
                switch (type) {
                  case DEAL ->
                      records.unreadableDeals().contains(id)
                          || (toModify && records.readOnlyDeals().contains(id));
                  case CONTACT -> records.unreadableContacts().contains(id);
                  case COMPANY -> false;
                });
  }

  /** Whether the user has no right on records of the type at all. */
  boolean lacks(RecordType type) {
    return switch (access.crmRight()) {
      case FULL -> false;
      case NO_DEALS -> type == RecordType.DEAL;
      case NONE -> true;
    };
  }
}
