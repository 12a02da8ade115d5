package io.dealsync.plan;

import io.dealsync.link.LinkSet;

/**
 * A change of the desired side: what someone did on the portal becomes what is wanted, or what was
 * wanted before that is wanted again.
 *
 * @param from the desired links when it was decided
 * @param to the desired links that it makes
 * @param rebase what becomes of the base
 */
public record Adoption(LinkSet from, LinkSet to, Rebase rebase) {

  /** An adoption of what the portal has. */
  public Adoption(LinkSet from, LinkSet to) {
    this(from, to, new Rebase.ToPortal());
  }
}
