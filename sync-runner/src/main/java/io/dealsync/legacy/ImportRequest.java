package io.dealsync.legacy;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to import, and how.
 *
 * @param file the export
 * @param portal the portal that the links move to
 * @param source the other CRM in a word of the user's own; the format's name when empty
 * @param format how to read it; recognised by the header when empty
 * @param columns which column of the file to take for what, blank for none; the rest is found by
 *     name
 * @param charset its encoding; found by looking when empty
 * @param separator what stands between fields; found by looking when empty
 * @param sheet which sheet of a workbook; the first one when empty
 * @param contacts the other CRM's contacts, to find those that the file names without their id
 * @param rejects where rejected rows go; beside the file when empty
 * @param wishes what is out of the ordinary
 */
public record ImportRequest(
    Path file,
    String portal,
    Optional<String> source,
    Optional<Format> format,
    Map<String, String> columns,
    Optional<Charset> charset,
    Optional<Separator> separator,
    Optional<String> sheet,
    Optional<ContactSource> contacts,
    Optional<Path> rejects,
    Set<Wish> wishes) {

  /** How an import can differ from an ordinary one. */
  public enum Wish {
    /** Do everything, and leave nothing behind. */
    DRY_RUN,
    /** Import a file again that is in already. */
    AGAIN,
    /** Let it take the place of the earlier files of its source. */
    SUPERSEDE
  }

  public ImportRequest {
    columns = Map.copyOf(columns);
    wishes = Set.copyOf(wishes);
  }

  /** A file for a portal, everything else as it is found. */
  public static ImportRequest of(Path file, String portal) {
    return new ImportRequest(
        file,
        portal,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of());
  }

  /** The same with these wishes only. */
  public ImportRequest with(Wish... only) {
    return new ImportRequest(
        file,
        portal,
        source,
        format,
        columns,
        charset,
        separator,
        sheet,
        contacts,
        rejects,
        Set.of(only));
  }

  boolean has(Wish wish) {
    return wishes.contains(wish);
  }

  /** {@code FILE.rejects.csv}, unless told otherwise. */
  Path rejectsFile() {
    return rejects.orElseGet(() -> file.resolveSibling(file.getFileName() + ".rejects.csv"));
  }
}
