package io.dealsync.cli.begin;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.sandbox.SandboxCsv;
import io.dealsync.sandbox.SandboxSeed;
import io.dealsync.sandbox.crm.PortalState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code dealsync sandbox} that say which deals, contacts and links it has. */
final class SandboxContents {

  @Option(
      names = "--deals",
      paramLabel = "N",
      defaultValue = "100",
      description = "Deals to make up (default ${DEFAULT-VALUE}).")
  private long deals;

  @Option(
      names = "--links-per-deal",
      paramLabel = "MIN-MAX",
      defaultValue = "1-5",
      description = "Contacts of a deal (default ${DEFAULT-VALUE}).")
  private String linksPerDeal = "1-5";

  @Option(names = "--contacts", paramLabel = "N", description = "Contacts to make up.")
  private @Nullable Long contacts;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed makes the same portal (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--originator",
      paramLabel = "NAME",
      defaultValue = "",
      description =
          "Give deals and contacts this ORIGINATOR_ID, and ORIGIN_IDs in the shape of that CRM:"
              + " salesforce, hubspot, pipedrive, amocrm, suitecrm, zoho; D-1…, C-1… otherwise.")
  private String originator = "";

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Fill from a file (deal,contact,sort,primary) instead of making deals up.")
  private @Nullable Path csv;

  @Option(
      names = "--from-mirror",
      description =
          "Fill with what the configured database knows of the portal: deals as it last answered,"
              + " and as desired where it was never asked.")
  private boolean fromMirror;

  /** Where random numbers come from, those of the faults too. */
  long seed() {
    return seed;
  }

  /**
   * Fills the portal.
   *
   * @param mirror fills it with what the database knows
   */
  void fill(PortalState state, Consumer<PortalState> mirror) {
    if (fromMirror) {
      mirror.accept(state);
    } else if (csv != null) {
      fromFile(state, csv);
    } else {
      makeUp(state);
    }
  }

  private static void fromFile(PortalState state, Path file) {
    try {
      SandboxCsv.fill(state, file);
    } catch (IOException e) {
      throw new UserException(
          ExitCode.USAGE, "The file %s cannot be read; is the path right?".formatted(file));
    } catch (IllegalArgumentException e) {
      throw new UserException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private void makeUp(PortalState state) {
    try {
      SandboxSeed made =
          SandboxSeed.ofDeals(deals)
              .withLinksPerDeal(linksPerDeal)
              .withSeed(seed)
              .withOrigin(originator);
      (contacts == null ? made : made.withContacts(contacts)).fill(state);
    } catch (IllegalArgumentException e) {
      throw new UserException(ExitCode.USAGE, "Cannot make up deals: " + e.getMessage());
    }
  }
}
