package io.dealsync.link;

/** How two link sets are compared; configured per portal. */
public enum Comparison {
  /** The contacts in order, and which one is primary. SORT values are free. */
  ORDER {
    @Override
    public boolean same(LinkSet one, LinkSet other) {
      return one.sameOrder(other);
    }
  },
  /** Also every SORT value. */
  EXACT {
    @Override
    public boolean same(LinkSet one, LinkSet other) {
      return one.equals(other);
    }
  };

  /** Whether the two sets count as equal. */
  public abstract boolean same(LinkSet one, LinkSet other);
}
