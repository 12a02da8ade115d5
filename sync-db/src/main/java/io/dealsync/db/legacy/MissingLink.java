package io.dealsync.db.legacy;

import java.util.OptionalLong;

/**
 * A link of a file that should be on the portal and is not.
 *
 * @param line the line of the file on which its row begins
 * @param legacyDeal the deal's id in the other CRM; blank when it could not be read
 * @param legacyContact the contact's id there; blank when it could not be read
 * @param deal the deal's Bitrix24 id, as far as it is known
 * @param contact the contact's Bitrix24 id, as far as it is known
 * @param reason why, in a sentence
 * @param detail what exactly is the matter; possibly blank
 */
public record MissingLink(
    int line,
    String legacyDeal,
    String legacyContact,
    OptionalLong deal,
    OptionalLong contact,
    String reason,
    String detail) {}
