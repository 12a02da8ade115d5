package io.dealsync.portal;

import io.dealsync.plan.Change;

/**
 * Which changes are read back by the request that makes them. The others end as {@link
 * WriteResult.Made}, and whoever sent them looks at the portal's list later.
 */
@FunctionalInterface
public interface ReadBack {

  /** Every change is read back at once. */
  ReadBack ALWAYS = change -> true;

  /** Whether the change's deal is read behind its calls, in the same request. */
  boolean follows(Change change);
}
