package io.dealsync.db.legacy;

import java.time.Instant;
import java.util.List;

/**
 * The files of other CRMs beside a portal, as it was when it was last read.
 *
 * @param portal the portal
 * @param madeAt when the comparison was made, by the database's clock
 * @param files the complete files, each compared
 * @param notCompared files that are not complete, or that a later one superseded
 */
public record ParityReport(
    String portal, Instant madeAt, List<FileParity> files, List<LegacyFile> notCompared) {

  public ParityReport {
    files = List.copyOf(files);
    notCompared = List.copyOf(notCompared);
  }

  /** Whether there is a file, and every link of every file that should be on the portal is. */
  public boolean proven() {
    return !files.isEmpty() && files.stream().allMatch(FileParity::proven);
  }

  /** How many links should have left the portal. */
  public long surplus() {
    return files.stream().mapToLong(FileParity::surplus).sum();
  }

  /** How many links are missing. */
  public long missing() {
    return files.stream().mapToLong(file -> file.links().missing()).sum();
  }
}
