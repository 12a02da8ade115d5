package io.dealsync.legacy;

import io.dealsync.db.legacy.LegacyKind;
import io.dealsync.db.legacy.MappingLoad;
import java.nio.file.Path;
import java.util.List;

/**
 * What a mapping file brought.
 *
 * @param kind what it maps
 * @param file the file
 * @param load what came of its rows
 * @param badRows how many rows could not be understood
 * @param firstBad the first of them: line and reason
 */
public record MappingReport(
    LegacyKind kind, Path file, MappingLoad load, long badRows, List<String> firstBad) {

  public MappingReport {
    firstBad = List.copyOf(firstBad);
  }
}
