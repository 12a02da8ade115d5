package io.dealsync.cli.fill;

import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import io.dealsync.cli.json.JsonInlined;
import io.dealsync.cli.json.JsonRows;
import io.dealsync.db.load.LoadResult;
import io.dealsync.db.load.LoadedDeal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Links that were loaded, or would be. */
@JsonDocument(name = "load", about = "`load`: what the source changed, or would change.")
record LoadDocument(
    @JsonField("Each deal that would change; only with `--dry-run`") Optional<JsonRows<Deal>> deals,
    @JsonInlined Supplier<Result> result) {

  /** A deal that would change. */
  record Deal(
      @JsonField("The deal's Bitrix24 id") long deal,
      @JsonField("take-in, change, release or clear") String what,
      @JsonField("The desired contacts, in order") List<Long> contactsBefore,
      @JsonField("The contacts that the source has, in order") List<Long> contactsAfter,
      @JsonField("The desired primary contact; absent when there is none")
          OptionalLong primaryBefore,
      @JsonField("The source's primary contact; absent when there is none")
          OptionalLong primaryAfter) {

    static Deal of(LoadedDeal deal) {
      return new Deal(
          deal.deal(),
          deal.what(),
          deal.before(),
          deal.after(),
          deal.primaryBefore(),
          deal.primaryAfter());
    }
  }

  /** The load in numbers. */
  record Result(
      @JsonField("loaded, unchanged, rehearsed or refused") String outcome,
      @JsonField("The portal's name in the configuration") String portal,
      @JsonField("The name by which the next load remembers this one") String feed,
      @JsonField("What becomes of managed deals that the source does not have") String absent,
      @JsonField(value = "Rows of the source", unit = "rows") long rows,
      @JsonField(value = "Deals that came under management", unit = "deals") long takenIn,
      @JsonField(value = "Managed deals that changed", unit = "deals") long changed,
      @JsonField(value = "Deals that are managed no more", unit = "deals") long released,
      @JsonField(value = "Deals that have no desired contacts any more", unit = "deals")
          long cleared,
      @JsonField(value = "Desired links that were made", unit = "links") long linksMade,
      @JsonField(value = "Desired links that were removed", unit = "links") long linksRemoved,
      @JsonField("The run, for `undo`; absent when nothing was written") OptionalLong run,
      @JsonField("Why the guard would refuse it; blank when it would not") String refusal) {

    static Result of(String outcome, String portal, LoadResult result) {
      return new Result(
          outcome,
          portal,
          result.feed(),
          result.absent(),
          result.rows(),
          result.takenIn(),
          result.changed(),
          result.released(),
          result.cleared(),
          result.linksMade(),
          result.linksRemoved(),
          result.run(),
          result.refusal());
    }
  }
}
