package io.dealsync.plan;

import io.dealsync.link.LinkSet;

/**
 * A change of the desired side: what somebody did on the portal becomes what is wanted.
 *
 * @param from the desired links when it was decided
 * @param to the desired links that it makes
 */
public record Adoption(LinkSet from, LinkSet to) {}
