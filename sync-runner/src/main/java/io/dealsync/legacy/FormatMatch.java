package io.dealsync.legacy;

/** How well a file fits a format, worst first. */
enum FormatMatch {
  /** A needed column is missing, or the rows contradict. */
  NONE,
  /** Only the names of the columns speak for it, and files of other formats have them, too. */
  POSSIBLE,
  /** All needed columns are there, and nothing speaks against it. */
  GOOD,
  /** Columns that only this format has, or ids that only this CRM has. */
  SURE
}
