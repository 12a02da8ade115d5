package io.dealsync.legacy;

import io.dealsync.guard.Limits;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to find out what the ids of another CRM are called in Bitrix24, and what to do then.
 *
 * @param portal the portal
 * @param source the other CRM, as named when its files were imported
 * @param originator the ORIGINATOR_ID under which its records were brought to the portal, if they
 *     were
 * @param deals a table of its deals' ids and their Bitrix24 ids
 * @param contacts the same for contacts
 * @param move whether the links of resolved deals become desired links
 * @param partial whether deals move although not all of their links can
 * @param addOnly whether deals that are not managed yet keep what the portal has besides
 * @param limits how much a newer export may take out of the desired side
 */
public record ResolveRequest(
    String portal,
    String source,
    Optional<String> originator,
    Optional<Path> deals,
    Optional<Path> contacts,
    boolean move,
    boolean partial,
    boolean addOnly,
    Limits limits) {}
