package io.dealsync.cli.movein;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.guard.Limits;
import io.dealsync.legacy.ResolveRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code dealsync resolve}: which links, and where their ids are found. */
final class ResolveOptions {

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "The other CRM, as named by import (default: the only one there is).")
  private @Nullable String source;

  @Option(
      names = "--originator",
      paramLabel = "NAME",
      description = "The ORIGINATOR_ID under which its records were brought to the portal.")
  private @Nullable String originator;

  @Option(
      names = "--deals",
      paramLabel = "FILE",
      description = "A CSV with its deals' ids and their Bitrix24 ids: legacy_id,id.")
  private @Nullable Path deals;

  @Option(names = "--contacts", paramLabel = "FILE", description = "The same for contacts.")
  private @Nullable Path contacts;

  @Option(names = "--only-ids", description = "Look for ids, and move nothing.")
  private boolean onlyIds;

  @Option(
      names = "--partial",
      description = "Move what is resolved of a deal, although some of it is not.")
  private boolean partial;

  @Option(
      names = "--add-only",
      description =
          "Manage deals that are new to dealsync as add_only: the portal keeps links that the other"
              + " CRM does not have.")
  private boolean addOnly;

  /**
   * What they ask for.
   *
   * @param sources of which complete files were imported for the portal
   */
  ResolveRequest request(String portal, List<String> sources, Limits limits) {
    return new ResolveRequest(
        portal,
        source(portal, sources),
        Optional.ofNullable(originator),
        Optional.ofNullable(deals),
        Optional.ofNullable(contacts),
        !onlyIds,
        partial,
        addOnly,
        limits);
  }

  private String source(String portal, List<String> sources) {
    if (sources.isEmpty()) {
      throw new UserException(
          ExitCode.USAGE,
          "No file was imported for portal %s yet: `dealsync import FILE`".formatted(portal));
    }
    if (source == null && sources.size() > 1) {
      throw new UserException(
          ExitCode.USAGE,
          "Files of several sources were imported: %s. Say which: --source NAME"
              .formatted(String.join(", ", sources)));
    }
    if (source != null && !sources.contains(source)) {
      throw new UserException(
          ExitCode.USAGE,
          "No complete file of source %s was imported for portal %s; there are: %s."
              .formatted(source, portal, String.join(", ", sources)));
    }
    return source == null ? sources.get(0) : source;
  }
}
