package io.dealsync.sandbox.crm;

/**
 * One of the telephone numbers, e-mail addresses, sites or messengers of a contact or company.
 *
 * @param id the portal's number for it
 * @param type {@code PHONE}, {@code EMAIL}, {@code WEB} or {@code IM}
 * @param valueType for example {@code WORK}
 */
public record MultiField(long id, String type, String valueType, String value) {

  /**
   * What an update does to one of them: with the id of one that is there it changes or, without a
   * value, removes it; otherwise it adds one.
   */
  public record Edit(long id, String type, String valueType, String value) {

    MultiField under(long newId) {
      return new MultiField(newId, type, valueType, value);
    }
  }
}
