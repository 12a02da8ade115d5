package io.dealsync.db.legacy;

/**
 * A link that was moved, that the other CRM does not have any more, and that the portal still has.
 *
 * @param legacyDeal the deal's id there
 * @param legacyContact the contact's id there
 * @param deal the deal's Bitrix24 id
 * @param contact the contact's Bitrix24 id
 * @param desired whether the desired side still has it, too
 */
public record SurplusLink(
    String legacyDeal, String legacyContact, long deal, long contact, boolean desired) {}
