package io.dealsync.db.legacy;

/**
 * What makes an import the same import: the same bytes, read in the same way, for the same portal.
 *
 * @param portal the portal that the links move to
 * @param source the other CRM, in a word of the user's own
 * @param sha256 the hash of the file's bytes, in hexadecimal
 * @param format how the file is read
 * @param columns which of its columns are read as what
 */
public record FileKey(String portal, String source, String sha256, String format, String columns) {}
