package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.RUN;

import io.dealsync.desired.ManagedDeals;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunRecord;
import io.dealsync.journal.RunState;
import io.dealsync.plan.PlanTotals;
import io.dealsync.portal.Traffic;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Rows of the table {@code run}, to and from the core's records. */
final class RunRows {

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final TypeReference<Map<String, String>> ALLOWANCES = new TypeReference<>() {};

  private RunRows() {}

  static JSONB allowances(Map<String, String> allowances) {
    return JSONB.jsonb(MAPPER.writeValueAsString(new java.util.TreeMap<>(allowances)));
  }

  /** The numbers of a plan. */
  static void store(DSLContext jooq, long run, PlanTotals totals) {
    recount(jooq, run, totals);
    jooq.update(RUN).set(RUN.IN_SYNC, totals.inSync()).where(RUN.RUN_ID.eq(run)).execute();
  }

  /**
   * The numbers of a plan that is taken up again. How many deals were in sync at first stays: those
   * that the run has brought there are told by their rows.
   */
  static void recount(DSLContext jooq, long run, PlanTotals totals) {
    jooq.update(RUN)
        .set(RUN.MANAGED, totals.managed().all())
        .set(RUN.PAUSED, totals.managed().paused())
        .set(RUN.ADD_ONLY, totals.managed().addOnly())
        .set(RUN.MANAGED_BEFORE, totals.managed().before())
        .set(RUN.CONSIDERED, totals.considered())
        .set(RUN.CHANGES, totals.changes())
        .set(RUN.PLAN_HELD, totals.held())
        .set(RUN.PLAN_FAILED, totals.failed())
        .set(RUN.EMPTIED, totals.emptied())
        .set(RUN.ADDED_LINKS, totals.addedLinks())
        .set(RUN.REMOVED_LINKS, totals.removedLinks())
        .set(RUN.DESIRED_LINKS, totals.desiredLinks())
        .set(RUN.OBSERVED_LINKS, totals.observedLinks())
        .set(RUN.BASE_LINKS, totals.baseLinks())
        .set(RUN.LOST_LINKS, totals.lostLinks())
        .set(RUN.EVERYTHING, totals.everything())
        .set(RUN.PARKED, totals.parked())
        .set(RUN.HELD_EDITS, totals.heldEdits())
        .where(RUN.RUN_ID.eq(run))
        .execute();
  }

  static void store(DSLContext jooq, long run, RunEnd end) {
    jooq.update(RUN)
        .set(RUN.STATE, end.state().word())
        .set(RUN.OUTCOME, end.outcome())
        .set(RUN.EXPLANATION, Sql.storable(end.explanation()))
        .set(RUN.FINISHED_AT, Sql.NOW)
        .set(RUN.PUSHED, end.pushed())
        .set(RUN.VERIFIED, end.verified())
        .set(RUN.HELD, end.held())
        .set(RUN.FAILED, end.failed())
        .set(RUN.REQUESTS, end.traffic().requests())
        .set(RUN.LEAST_REQUESTS, end.leastRequests())
        .set(RUN.CALLS, end.traffic().calls())
        .set(RUN.REJECTED, end.traffic().rejected())
        .set(RUN.WRITES, end.traffic().writes())
        .set(RUN.DURATION_MS, end.duration().toMillis())
        .where(RUN.RUN_ID.eq(run))
        .execute();
  }

  static RunRecord record(Record row) {
    return new RunRecord(
        row.get(RUN.RUN_ID),
        row.get(RUN.PORTAL),
        row.get(RUN.COMMAND),
        state(row),
        row.get(RUN.OUTCOME),
        row.get(RUN.STARTED_BY),
        Sql.optional(row.get(RUN.ORIGIN_RUN)),
        MAPPER.readValue(row.get(RUN.ALLOWANCES).data(), ALLOWANCES),
        Optional.ofNullable(row.get(RUN.APPLIED_BY)),
        row.get(RUN.STARTED_AT),
        Optional.ofNullable(row.get(RUN.FINISHED_AT)),
        totals(row),
        end(row));
  }

  static RunState state(Record row) {
    return RunState.valueOf(row.get(RUN.STATE).toUpperCase(Locale.ROOT));
  }

  static Optional<PlanTotals> totals(Record row) {
    return row.get(RUN.MANAGED) == null
        ? Optional.empty()
        : Optional.of(
            new PlanTotals(
                new ManagedDeals(
                    row.get(RUN.MANAGED),
                    row.get(RUN.PAUSED),
                    row.get(RUN.ADD_ONLY),
                    row.get(RUN.MANAGED_BEFORE)),
                row.get(RUN.CONSIDERED),
                row.get(RUN.IN_SYNC),
                row.get(RUN.CHANGES),
                row.get(RUN.PLAN_HELD),
                row.get(RUN.PLAN_FAILED),
                row.get(RUN.EMPTIED),
                row.get(RUN.ADDED_LINKS),
                row.get(RUN.REMOVED_LINKS),
                row.get(RUN.DESIRED_LINKS),
                row.get(RUN.OBSERVED_LINKS),
                row.get(RUN.BASE_LINKS),
                row.get(RUN.LOST_LINKS),
                row.get(RUN.EVERYTHING),
                counted(row, RUN.PARKED),
                counted(row, RUN.HELD_EDITS)));
  }

  /** A run whose process died has not counted its requests. */
  private static Optional<RunEnd> end(Record row) {
    return row.get(RUN.PUSHED) == null || row.get(RUN.FINISHED_AT) == null
        ? Optional.empty()
        : Optional.of(
            new RunEnd(
                state(row),
                row.get(RUN.OUTCOME),
                row.get(RUN.PUSHED),
                row.get(RUN.VERIFIED),
                row.get(RUN.HELD),
                row.get(RUN.FAILED),
                new Traffic(
                    counted(row, RUN.REQUESTS),
                    counted(row, RUN.REJECTED),
                    counted(row, RUN.WRITES),
                    counted(row, RUN.CALLS)),
                counted(row, RUN.LEAST_REQUESTS),
                Duration.ofMillis(counted(row, RUN.DURATION_MS)),
                row.get(RUN.EXPLANATION)));
  }

  private static long counted(Record row, Field<Long> number) {
    return Sql.optional(row.get(number)).orElse(0);
  }
}
