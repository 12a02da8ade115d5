package io.dealsync.sandbox.rest;

import java.util.Arrays;
import java.util.Locale;

/**
 * One way in which real portals may differ from the sandbox's default behaviour (contract 12); each
 * is switched on by itself and named on the command line in kebab case.
 */
public enum Quirk {
  /**
   * {@code items.get} and {@code items.delete} on a missing deal answer 400 {@code Not found};
   * otherwise {@code []} and {@code true} (contract 1.1).
   */
  STRICT_MISSING_DEAL,
  /** {@code items.set} on a missing deal answers {@code true} without effect. */
  SET_ACCEPTS_MISSING_DEAL,
  /** Linking or unlinking a contact needs the right to read it (contract 1.1). */
  CONTACT_RIGHTS_CHECKED,
  /** The row limit hits joined rows when the filter is one condition on the id (contract 6). */
  ROW_LIMIT_HAZARD,
  /** The row limit always hits joined rows, as in older versions (contract 6). */
  ROW_LIMIT_HAZARD_ALWAYS,
  /** Link writes change the deal's {@code updatedTime} (contract 2). */
  LINK_WRITES_BUMP_UPDATED_TIME,
  /** Rows of equal SORT come with the highest contact first. */
  TIES_REVERSED,
  /** A batch of more than 50 commands is refused as a whole with 400 (contract 3.2). */
  BATCH_OVERFLOW_REFUSED,
  /** {@code result_error} holds plain strings instead of objects. */
  BATCH_ERRORS_AS_STRINGS,
  /**
   * A batch over the rate limit answers 200, with {@code QUERY_LIMIT_EXCEEDED} for every command
   * (contract 3.2).
   */
  QUERY_LIMIT_IN_BATCH,
  /** 503 and 429 carry {@code Retry-After}. */
  RETRY_AFTER,
  /** A self-hosted portal: no {@code operating} fields (contract 3.1). */
  SELF_HOSTED,
  /** Every REST error comes with status 200, as older docs show (contract 4.2). */
  ERRORS_WITH_STATUS_200,
  /** Every REST error comes with status 401, as older docs show (contract 4.2). */
  ERRORS_WITH_STATUS_401,
  /** {@code PORTAL_DELETED} comes with 403 instead of 500. */
  PORTAL_DELETED_403,
  /** Error texts come in the portal's language (contract 1.1). */
  LOCALISED_TEXTS,
  /** A deal without primary shows {@code contactId: null} instead of 0. */
  NO_CONTACT_IS_NULL,
  /** A deal without primary shows no {@code contactId} at all. */
  NO_CONTACT_IS_MISSING,
  /** {@code crm.item.list} and {@code crm.item.get} are forbidden to the user. */
  ITEM_LIST_FORBIDDEN,
  /** Form bodies lose everything after 1000 variables (contract 3.1). */
  MAX_INPUT_VARS,
  /** Times are whole numbers where possible (contract 3.1). */
  WHOLE_SECONDS;

  /** The name on the command line, for example {@code row-limit-hazard}. */
  public String flag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The quirk with this {@link #flag}. */
  public static Quirk of(String flag) {
    return Arrays.stream(values())
        .filter(quirk -> quirk.flag().equals(flag))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown quirk '%s'; known: %s"
                        .formatted(
                            flag,
                            String.join(", ", Arrays.stream(values()).map(Quirk::flag).toList()))));
  }
}
