package io.dealsync.cli.movein;

import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import io.dealsync.db.legacy.Blocker;
import io.dealsync.db.legacy.IdCounts;
import io.dealsync.db.legacy.MoveCounts;
import io.dealsync.guard.Refusal;
import io.dealsync.legacy.MappingReport;
import io.dealsync.legacy.ResolveReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How far the links of a source have come. */
@JsonDocument(
    name = "resolve",
    about = "`resolve`: how far imported links have come on their way to desired links.")
record ResolveDocument(
    @JsonField("The portal's name in the configuration") String portal,
    @JsonField("The other CRM, as named by import") String source,
    @JsonField("Whether everything is resolved and moved") boolean complete,
    @JsonField(value = "Imported links of the source", unit = "links") long links,
    @JsonField("The run that wrote desired links, for `undo`; absent when nothing was written")
        OptionalLong run,
    @JsonField("The mapping files that were read") List<Mapping> mappings,
    @JsonField("The ids of deals") Ids deals,
    @JsonField("The ids of contacts") Ids contacts,
    @JsonField("What became of the deals; absent with `--only-ids`") Optional<Moved> moved,
    @JsonField("Desired links that came from here and that the newer export does not have")
        Stale stale,
    @JsonField("The unresolved ids that block most links") List<Blocking> blockers) {

  /** A mapping file. */
  record Mapping(
      @JsonField("deal or contact") String what,
      @JsonField("The file's name") String file,
      @JsonField(value = "Its rows", unit = "rows") long rows,
      @JsonField(value = "Ids that it has resolved", unit = "ids") long set,
      @JsonField(value = "Ids that no link has", unit = "ids") long unneeded,
      @JsonField(value = "Ids mapped to more than one id, and not resolved by it", unit = "ids")
          long ambiguous,
      @JsonField(value = "Rows that were passed over", unit = "rows") long badRows,
      @JsonField("The first of those, with the reason") List<String> firstBad) {

    private static Mapping of(MappingReport mapping) {
      return new Mapping(
          mapping.kind().word(),
          String.valueOf(mapping.file().getFileName()),
          mapping.load().rows(),
          mapping.load().set(),
          mapping.load().unneeded(),
          mapping.load().ambiguous(),
          mapping.badRows(),
          mapping.firstBad());
    }
  }

  /** How far ids are resolved. */
  record Ids(
      @JsonField(value = "Ids that links have", unit = "ids") long wanted,
      @JsonField(value = "Ids whose Bitrix24 id is known", unit = "ids") long resolved,
      @JsonField(value = "Ids that were looked for in vain, or found twice", unit = "ids")
          long problems,
      @JsonField(value = "Ids that were not looked for yet", unit = "ids") long notLookedFor) {

    private static Ids of(IdCounts ids) {
      return new Ids(ids.wanted(), ids.resolved(), ids.problems(), ids.open());
    }
  }

  /** What became of the deals. */
  record Moved(
      @JsonField(value = "All deals of the source", unit = "deals") long deals,
      @JsonField(value = "Deals that moved now", unit = "deals") long moved,
      @JsonField(value = "Deals that had moved before", unit = "deals") long movedBefore,
      @JsonField(value = "Deals that wait: the deal itself is not resolved", unit = "deals")
          long dealUnresolved,
      @JsonField(value = "Deals that wait: a contact is not resolved", unit = "deals")
          long contactUnresolved,
      @JsonField(value = "Deals that wait: a row was rejected", unit = "deals") long rowRejected,
      @JsonField(value = "Links that became desired", unit = "links") long links,
      @JsonField(value = "Links that were desired already", unit = "links") long existingLinks,
      @JsonField(value = "Links that became one with another", unit = "links") long unitedLinks,
      @JsonField(value = "Deals that had desired links before", unit = "deals") long joinedDeals) {

    private static Moved of(MoveCounts move) {
      return new Moved(
          move.deals(),
          move.moved(),
          move.movedBefore(),
          move.unresolved(),
          move.contactsUnresolved(),
          move.rejected(),
          move.links(),
          move.existing(),
          move.united(),
          move.joined());
    }
  }

  /** Desired links that the newer export does not have. */
  record Stale(
      @JsonField(value = "Links that leave the desired side", unit = "links") long links,
      @JsonField(value = "Deals that lose some", unit = "deals") long deals,
      @JsonField(value = "Deals that lose all", unit = "deals") long emptiedDeals,
      @JsonField(value = "Links that stay because rejected rows may be them", unit = "links")
          long waitingLinks,
      @JsonField("Whether they have left; false when the guard refused it") boolean withdrawn,
      @JsonField("The guard's refusals in sentences") List<String> refusals) {

    private static Stale of(ResolveReport report) {
      return new Stale(
          report.stale().links(),
          report.stale().deals(),
          report.stale().emptied(),
          report.stale().waiting(),
          report.refusals().isEmpty(),
          report.refusals().stream().map(Refusal::arithmetic).toList());
    }
  }

  /** An unresolved id, and what it costs. */
  record Blocking(
      @JsonField("deal or contact") String what,
      @JsonField("The id in the other CRM") String legacyId,
      @JsonField("Why it is not resolved") String reason,
      @JsonField(value = "Links that wait for it", unit = "links") long links) {

    private static Blocking of(Blocker blocker) {
      return new Blocking(blocker.what(), blocker.legacyId(), blocker.reason(), blocker.links());
    }
  }

  static ResolveDocument of(String portal, ResolveReport report) {
    return new ResolveDocument(
        portal,
        report.source(),
        report.complete(),
        report.links(),
        report.run(),
        report.mappings().stream().map(Mapping::of).toList(),
        Ids.of(report.deals()),
        Ids.of(report.contacts()),
        report.move().map(Moved::of),
        Stale.of(report),
        report.blockers().stream().map(Blocking::of).toList());
  }
}
