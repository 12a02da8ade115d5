package io.dealsync.observe;

/** Whether the portal's list shows all of deals that the run compares (contract 6). */
public enum ListTrust {

  /** A random sample of this run's deals was shown as it was read one by one. */
  PROVEN,

  /** Nobody has tried, it did not stand the trial, or SORT values count, which it does not show. */
  UNPROVEN
}
