package io.dealsync.bitrix;

import static io.dealsync.bitrix.Changes.ANY_TIME;
import static io.dealsync.bitrix.Changes.FOREVER;
import static io.dealsync.bitrix.Changes.change;
import static io.dealsync.bitrix.Changes.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dealsync.bitrix.auth.Webhook;
import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.bitrix.rest.TrafficListener;
import io.dealsync.link.Link;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import io.dealsync.portal.Traffic;
import io.dealsync.portal.WriteResult;
import io.dealsync.portal.WriteRound;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that no well-behaved portal gives, told apart deal by deal. */
@Timeout(60)
class BitrixPortalFaultTest {

  private static final String BLOCKED = "Method is blocked due to operation time limit.";
  private static final WriteResult DONE = new WriteResult.Done(image("55/10/Y"));

  private final ScriptedPortal scripted = new ScriptedPortal();
  private final SteppedTime time = new SteppedTime();
  private final BitrixPortal portal =
      BitrixPortal.connect(
          Webhook.parse(scripted.webhook()),
          RestSettings.DEFAULT.rate(BucketRate.UNLIMITED).inFlight(1),
          TrafficListener.NONE,
          time,
          new Random(1));

  @AfterEach
  void close() {
    portal.close();
    scripted.close();
  }

  private static Change adding(long deal) {
    return change(deal, "55/10/Y", "55/10/Y", new Method.Add(List.of(new Link(54, 20, false))));
  }

  private WriteRound write(long... deals) {
    return portal.write(
        LongStream.of(deals).mapToObj(BitrixPortalFaultTest::adding).toList(), FOREVER, ANY_TIME);
  }

  private List<String> keysOfRequest(int number) {
    return BatchScript.keys(scripted.requests().get(number).body());
  }

  @Test
  void commands_that_were_not_carried_out_are_sent_again_in_the_same_round() {
    scripted.thenAnswer(new BatchScript().silent("d2a54", "d2g")).thenAnswer(new BatchScript());

    WriteRound round = write(1, 2);

    assertThat(round.results()).containsEntry(1L, DONE).containsEntry(2L, DONE);
    assertThat(keysOfRequest(1)).containsExactly("d2a54", "d2g");
    assertThat(portal.traffic()).isEqualTo(new Traffic(2, 0, 2, 4));
  }

  @Test
  void commands_that_are_never_carried_out_were_not_sent() {
    scripted.otherwise(new BatchScript().silent("d2a54", "d2g"));

    WriteRound round = write(1, 2);

    assertThat(round.results().get(1L)).isEqualTo(DONE);
    assertThat(round.results().get(2L)).isInstanceOf(WriteResult.NotSent.class);
    assertThat(round.failure()).isEmpty();
  }

  @Test
  void a_used_up_budget_inside_a_batch_is_waited_out_for_the_deals_concerned_only() {
    scripted
        .thenAnswer(new BatchScript().error("d2a54", "OPERATION_TIME_LIMIT", BLOCKED))
        .thenAnswer(new BatchScript());

    WriteRound round = write(1, 2);

    assertThat(round.results()).containsEntry(1L, DONE).containsEntry(2L, DONE);
    assertThat(keysOfRequest(1)).containsExactly("d2a54", "d2g");
    assertThat(time.slept()).containsExactly(Duration.ofSeconds(20));
  }

  private WriteRound replace(long deal) {
    return portal.write(
        List.of(change(deal, "55/10/Y 54/20/N", "54/10/Y 55/20/N")), FOREVER, ANY_TIME);
  }

  @Test
  void what_overwrites_travels_behind_a_reading_of_its_deal_in_the_same_batch() {
    scripted.otherwise(
        new BatchScript().result("d1b", "[{\"CONTACT_ID\":251,\"SORT\":10,\"IS_PRIMARY\":\"Y\"}]"));

    WriteRound round = replace(1);

    assertThat(keysOfRequest(0)).containsExactly("d1b", "d1s", "d1g");
    assertThat(round.found()).containsOnly(Map.entry(1L, image("251/10/Y")));
    assertThat(round.results()).containsEntry(1L, DONE);
  }

  @Test
  void what_overwrites_is_sent_again_with_the_reading_before_it() {
    scripted
        .thenAnswer(new BatchScript().silent("d1s"))
        .thenAnswer(new BatchScript().error("d1s", "QUERY_LIMIT_EXCEEDED", "Too many requests"))
        .thenAnswer(new BatchScript());

    assertThat(replace(1).results()).containsEntry(1L, DONE);
    assertThat(keysOfRequest(1)).containsExactly("d1b", "d1s", "d1g");
    assertThat(keysOfRequest(2)).containsExactly("d1b", "d1s", "d1g");
  }

  @Test
  void a_reading_that_was_withheld_before_a_call_is_not_made_after_it() {
    scripted.thenAnswer(new BatchScript().error("d1b", "OPERATION_TIME_LIMIT", BLOCKED));

    WriteRound round = replace(1);

    assertThat(round.results().get(1L)).isInstanceOf(WriteResult.Unknown.class);
    assertThat(round.found()).isEmpty();
    assertThat(scripted.requests()).hasSize(1);
  }

  @Test
  void a_reading_is_not_parted_from_what_it_is_evidence_for() {
    scripted.otherwise(new BatchScript());

    portal.write(
        LongStream.rangeClosed(1, 40)
            .mapToObj(
                deal ->
                    deal % 2 == 0
                        ? adding(deal)
                        : change(deal, "55/10/Y 54/20/N", "54/10/Y 55/20/N"))
            .toList(),
        FOREVER,
        ANY_TIME);

    assertThat(scripted.requests()).hasSize(2);
    for (int request = 0; request < 2; request++) {
      List<String> keys = keysOfRequest(request);
      assertThat(keys).hasSizeLessThanOrEqualTo(50);
      for (int i = 0; i < keys.size(); i++) {
        if (keys.get(i).endsWith("s")) {
          String deal = keys.get(i).substring(0, keys.get(i).length() - 1);
          assertThat(keys.subList(i - 1, i + 2))
              .containsExactly(deal + "b", deal + "s", deal + "g");
        }
      }
    }
  }

  @Test
  void one_round_counts_once_however_many_of_its_commands_were_refused() {
    List<Link> links = new ArrayList<>();
    BatchScript refusal = new BatchScript();
    for (long contact = 101; contact <= 113; contact++) {
      links.add(new Link(contact, (int) contact, false));
      refusal.error("d1a" + contact, "OPERATION_TIME_LIMIT", BLOCKED);
    }
    scripted.thenAnswer(refusal).thenAnswer(new BatchScript());

    WriteRound round =
        portal.write(
            List.of(change(1, "55/10/Y", "55/10/Y", new Method.Add(links))), FOREVER, ANY_TIME);

    assertThat(round.results()).containsEntry(1L, DONE);
    assertThat(keysOfRequest(1)).hasSize(14);
  }

  @ParameterizedTest
  @CsvSource({"2", "5", "12"})
  void commands_that_are_refused_for_speed_are_all_sent_again(int refused) {
    List<Link> links = new ArrayList<>();
    BatchScript refusal = new BatchScript();
    for (long contact = 101; contact <= 100 + refused; contact++) {
      links.add(new Link(contact, (int) contact, false));
      refusal.error("d1a" + contact, "QUERY_LIMIT_EXCEEDED", "Too many requests");
    }
    scripted
        .thenAnswer(refusal)
        .thenAnswer(refusal)
        .thenAnswer(refusal)
        .thenAnswer(refusal)
        .thenAnswer(new BatchScript());

    WriteRound round =
        portal.write(
            List.of(change(1, "55/10/Y", "55/10/Y", new Method.Add(links))), FOREVER, ANY_TIME);

    assertThat(round.results()).containsEntry(1L, DONE);
    assertThat(scripted.requests()).hasSize(5);
  }

  @Test
  void writes_that_may_not_depart_any_more_stay_here_and_end_the_round() {
    Deque<Optional<String>> words =
        new ArrayDeque<>(List.of(Optional.empty(), Optional.of("The lease is gone.")));
    scripted.otherwise(new BatchScript());

    WriteRound round =
        portal.write(
            LongStream.rangeClosed(1, 60).mapToObj(BitrixPortalFaultTest::adding).toList(),
            FOREVER,
            words::remove);

    assertThat(scripted.requests()).hasSize(1);
    assertThat(round.results()).containsEntry(1L, DONE).containsEntry(25L, DONE);
    assertThat(round.results().get(26L)).isEqualTo(new WriteResult.NotSent("The lease is gone."));
    assertThat(round.failure()).map(PortalFailure::getMessage).contains("The lease is gone.");
  }

  @Test
  void a_write_that_waits_for_long_after_its_intent_does_not_leave_however_good_it_is_for() {
    scripted.otherwise(new BatchScript().error("d1a54", "OPERATION_TIME_LIMIT", BLOCKED));

    assertThat(write(1).results().get(1L)).isInstanceOf(WriteResult.Overdue.class);

    assertThat(time.slept().stream().map(Duration::toSeconds))
        .containsExactly(20L, 40L, 80L, 160L, 300L, 300L);
    assertThat(scripted.requests()).hasSize(6);
  }

  @Test
  void when_only_the_read_back_was_withheld_only_it_is_sent_again() {
    scripted
        .thenAnswer(new BatchScript().error("d1g", "OPERATION_TIME_LIMIT", BLOCKED))
        .thenAnswer(new BatchScript());

    assertThat(write(1).results()).containsEntry(1L, DONE);
    assertThat(keysOfRequest(1)).containsExactly("d1g");
  }

  @Test
  void a_write_that_waits_for_the_budget_does_not_leave_once_it_is_dropped() {
    scripted.thenAnswer(new BatchScript().error("d2a54", "OPERATION_TIME_LIMIT", BLOCKED));

    WriteRound round =
        portal
            .until(() -> !scripted.requests().isEmpty())
            .write(List.of(adding(1), adding(2)), FOREVER, ANY_TIME);

    assertThat(round.failure()).map(PortalFailure::kind).contains(Kind.STOPPED);
    assertThat(round.results()).containsEntry(1L, DONE);
    assertThat(round.results().get(2L)).isInstanceOf(WriteResult.NotSent.class);
    assertThat(scripted.requests()).hasSize(1);
  }

  /** Deals that were just read. */
  private WriteRound writeWithin(Duration span, Change... changes) {
    return portal.write(Stream.of(changes).map(this::justRead).toList(), span, ANY_TIME);
  }

  private Change justRead(Change change) {
    return new Change(
        change.deal(),
        change.mode(),
        change.policy(),
        change.before(),
        change.target(),
        change.method(),
        time.now(),
        change.edit());
  }

  @Test
  void a_write_does_not_leave_when_its_reading_has_grown_old_meanwhile() {
    scripted.thenAnswer(new BatchScript().error("d2a54", "OPERATION_TIME_LIMIT", BLOCKED));

    WriteRound round = writeWithin(Duration.ofSeconds(15), adding(1), adding(2));

    assertThat(round.failure()).isEmpty();
    assertThat(round.results())
        .containsEntry(1L, DONE)
        .containsEntry(2L, new WriteResult.Overdue("OPERATION_TIME_LIMIT: " + BLOCKED));
    assertThat(scripted.requests()).hasSize(1);
    assertThat(time.slept()).as("the ban is over").containsExactly(Duration.ofSeconds(20));
  }

  @Test
  void a_write_leaves_as_long_as_its_reading_is_good() {
    scripted
        .thenAnswer(new BatchScript().error("d1a54", "OPERATION_TIME_LIMIT", BLOCKED))
        .thenAnswer(new BatchScript());

    assertThat(writeWithin(Duration.ofSeconds(20), adding(1)).results()).containsEntry(1L, DONE);
  }

  @Test
  void a_batch_of_writes_refused_as_a_whole_does_not_leave_late() {
    scripted.thenError(429, "OPERATION_TIME_LIMIT", BLOCKED);

    assertThat(writeWithin(Duration.ofSeconds(15), adding(1)).results())
        .containsEntry(1L, new WriteResult.Overdue("the portal's limits made it wait"));
    assertThat(scripted.requests()).hasSize(1);
  }

  @Test
  void a_late_write_does_not_keep_the_others_of_its_batch_from_leaving() {
    scripted.thenError(429, "OPERATION_TIME_LIMIT", BLOCKED).thenAnswer(new BatchScript());
    Change older = justRead(adding(1));
    time.pass(Duration.ofSeconds(15));

    WriteRound round =
        portal.write(List.of(older, justRead(adding(2))), Duration.ofSeconds(30), ANY_TIME);

    assertThat(round.results().get(1L)).isInstanceOf(WriteResult.Overdue.class);
    assertThat(round.results()).containsEntry(2L, DONE);
    assertThat(keysOfRequest(1)).containsExactly("d2a54", "d2g");
  }

  @Test
  void a_read_back_may_be_late() {
    scripted
        .thenAnswer(new BatchScript().error("d1g", "OPERATION_TIME_LIMIT", BLOCKED))
        .thenAnswer(new BatchScript());

    assertThat(writeWithin(Duration.ofSeconds(15), adding(1)).results()).containsEntry(1L, DONE);
  }

  @Test
  void the_late_part_of_several_links_leaves_the_deal_unknown() {
    scripted.thenAnswer(new BatchScript().error("d1a56", "OPERATION_TIME_LIMIT", BLOCKED));
    Method both = new Method.Add(List.of(new Link(54, 20, false), new Link(56, 30, false)));

    WriteRound round = writeWithin(Duration.ofSeconds(15), change(1, "55/10/Y", "55/10/Y", both));

    assertThat(round.results().get(1L)).isInstanceOf(WriteResult.Unknown.class);
    assertThat(scripted.requests()).hasSize(1);
  }

  @Test
  void a_large_set_does_not_leave_late_either() {
    scripted
        .thenAnswer(new BatchScript().result("d1g", "[]"))
        .thenError(429, "OPERATION_TIME_LIMIT", BLOCKED);
    List<Link> rows =
        LongStream.rangeClosed(1, 301).mapToObj(i -> new Link(i, 10, i == 1)).toList();

    WriteRound round =
        writeWithin(Duration.ofSeconds(15), change(1, "", "", new Method.ReplaceAll(rows)));

    assertThat(round.results().get(1L)).isInstanceOf(WriteResult.Overdue.class);
    assertThat(scripted.requests()).hasSize(2);
  }

  @Test
  void a_large_set_does_not_leave_when_the_deal_has_changed() {
    scripted.otherwise(new BatchScript());
    List<Link> rows =
        LongStream.rangeClosed(1, 301).mapToObj(i -> new Link(i, 10, i == 1)).toList();

    WriteRound round =
        portal.write(List.of(change(1, "", "", new Method.ReplaceAll(rows))), FOREVER, ANY_TIME);

    assertThat(round.results().get(1L)).isInstanceOf(WriteResult.Overdue.class);
    assertThat(scripted.requests()).hasSize(1);
  }

  @Test
  void too_many_requests_inside_a_batch_are_honoured() {
    scripted
        .thenAnswer(
            new BatchScript()
                .error("d1a54", "QUERY_LIMIT_EXCEEDED", "Too many requests")
                .error("d1g", "QUERY_LIMIT_EXCEEDED", "Too many requests"))
        .thenAnswer(new BatchScript());

    assertThat(write(1, 2).results()).containsEntry(1L, DONE).containsEntry(2L, DONE);
    assertThat(keysOfRequest(1)).containsExactly("d1a54", "d1g");
    assertThat(time.passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(portal.traffic()).isEqualTo(new Traffic(2, 1, 2, 4));
  }

  @Test
  void a_whole_batch_refused_for_speed_is_sent_again() {
    scripted
        .thenError(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
        .thenAnswer(new BatchScript());

    assertThat(write(1).results()).containsEntry(1L, DONE);
    assertThat(portal.traffic()).isEqualTo(new Traffic(2, 1, 1, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "'', Not found.",
    "ACCESS_DENIED, Access denied!",
    "'', [Contact #54] You do not have permission to view this item",
  })
  void a_refused_call_concerns_its_deal_only(String code, String text) {
    scripted.thenAnswer(new BatchScript().error("d2a54", code, text));

    WriteRound round = write(1, 2, 3);

    assertThat(round.failure()).isEmpty();
    assertThat(round.results())
        .containsEntry(1L, DONE)
        .containsEntry(2L, new WriteResult.Refused(code, text, Optional.of(image("55/10/Y"))))
        .containsEntry(3L, DONE);
  }

  @Test
  void a_server_error_inside_a_batch_leaves_the_outcome_unknown() {
    scripted.thenAnswer(new BatchScript().error("d1a54", "ERROR_CORE", "SQL"));

    assertThat(write(1).results().get(1L)).isEqualTo(new WriteResult.Unknown("ERROR_CORE: SQL"));
    assertThat(scripted.requests()).hasSize(1);
  }

  @Test
  void a_call_without_read_back_leaves_the_outcome_unknown() {
    scripted.thenAnswer(new BatchScript().error("d1g", "", "Failed."));

    assertThat(write(1).results().get(1L)).isInstanceOf(WriteResult.Unknown.class);
  }

  @Test
  void what_the_portal_has_afterwards_counts_more_than_its_answer_to_the_call() {
    scripted.thenAnswer(new BatchScript().result("d1a54", "{\"odd\":[1]}"));

    assertThat(write(1).results()).containsEntry(1L, DONE);
  }

  @Test
  void an_answer_that_cannot_be_matched_leaves_every_outcome_unknown() {
    scripted.then("{\"result\":{\"result\":[],\"result_error\":[{\"error\":\"\"}]},\"time\":{}}");

    WriteRound round = write(1, 2);

    assertThat(round.results().values()).allMatch(WriteResult.Unknown.class::isInstance);
    assertThat(scripted.requests()).hasSize(1);
  }

  @Test
  void a_lost_batch_leaves_its_deals_unknown_and_the_round_goes_on() {
    scripted.thenDrop().thenAnswer(new BatchScript());

    WriteRound round = write(LongStream.rangeClosed(1, 26).toArray());

    assertThat(round.failure()).isEmpty();
    assertThat(round.results().get(25L)).isInstanceOf(WriteResult.Unknown.class);
    assertThat(round.results()).containsEntry(26L, DONE);
    assertThat(scripted.requests()).hasSize(2);
  }

  @Test
  void a_failure_in_the_middle_keeps_what_is_known_and_marks_what_never_left() {
    scripted
        .thenAnswer(new BatchScript())
        .thenError(401, "NO_AUTH_FOUND", "Wrong authorization data");

    WriteRound round = write(LongStream.rangeClosed(1, 75).toArray());

    assertThat(round.results()).hasSize(75).containsEntry(25L, DONE);
    assertThat(round.results().get(26L)).isInstanceOf(WriteResult.NotSent.class);
    assertThat(round.results().get(75L)).isInstanceOf(WriteResult.NotSent.class);
    assertThat(round.failure().orElseThrow().kind()).isEqualTo(Kind.CONFIGURATION);
    assertThat(scripted.requests()).hasSize(2);
  }

  @Test
  void a_scope_that_is_taken_away_within_a_batch_ends_the_run() {
    scripted.otherwise(
        new BatchScript()
            .error("d1a54", "insufficient_scope", "")
            .error("d1g", "insufficient_scope", ""));

    WriteRound round = write(1);

    assertThat(round.results().get(1L)).isInstanceOf(WriteResult.NotSent.class);
    assertThat(round.failure().orElseThrow()).hasMessageContaining("lacks the scope crm");
  }

  @Test
  void a_batch_refused_as_a_whole_ends_the_run_with_nothing_sent() {
    scripted.otherwiseError(403, "ACCESS_DENIED", "REST nur in bezahlten Tarifen");

    WriteRound round = write(1);

    assertThat(round.results().get(1L)).isInstanceOf(WriteResult.NotSent.class);
    assertThat(round.failure().orElseThrow().kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void several_links_of_which_one_is_refused_refuse_the_deal() {
    scripted.thenAnswer(new BatchScript().error("d1a56", "", "No."));
    Method both = new Method.Add(List.of(new Link(54, 20, false), new Link(56, 30, true)));

    WriteRound round =
        portal.write(List.of(change(1, "55/10/Y", "55/10/Y", both)), FOREVER, ANY_TIME);

    assertThat(round.results())
        .containsEntry(1L, new WriteResult.Refused("", "No.", Optional.of(image("55/10/Y"))));
    assertThat(keysOfRequest(0)).containsExactly("d1a54", "d1a56", "d1g");
    assertThat(scripted.requests().get(0).body())
        .containsOnlyOnce("IS_PRIMARY")
        .contains("fields%5BIS_PRIMARY%5D=Y");
  }

  @Test
  void a_part_that_was_not_carried_out_leaves_several_links_unknown() {
    scripted.otherwise(new BatchScript().silent("d1a56", "d1g"));
    Method both = new Method.Add(List.of(new Link(54, 20, false), new Link(56, 30, false)));

    WriteRound round =
        portal.write(List.of(change(1, "55/10/Y", "55/10/Y", both)), FOREVER, ANY_TIME);

    assertThat(round.results().get(1L)).isInstanceOf(WriteResult.Unknown.class);
    assertThat(keysOfRequest(1)).containsExactly("d1a56", "d1g");
  }

  @Test
  void a_large_set_whose_answer_is_lost_is_unknown() {
    scripted.thenAnswer(new BatchScript().result("d1g", "[]")).thenDrop();
    List<Link> rows =
        LongStream.rangeClosed(1, 301).mapToObj(i -> new Link(i, 10, i == 1)).toList();

    WriteRound round =
        portal.write(List.of(change(1, "", "", new Method.ReplaceAll(rows))), FOREVER, ANY_TIME);

    assertThat(round.results().get(1L)).isInstanceOf(WriteResult.Unknown.class);
    assertThat(round.failure()).isEmpty();
  }

  @Test
  void a_large_set_may_be_refused_and_may_end_the_run() {
    scripted
        .thenAnswer(new BatchScript().result("d1g", "[]"))
        .thenError(400, "", "Not found.")
        .thenAnswer(new BatchScript().result("d1g", "[]"))
        .thenError(401, "NO_AUTH_FOUND", "Wrong authorization data");
    List<Link> rows =
        LongStream.rangeClosed(1, 301).mapToObj(i -> new Link(i, 10, i == 1)).toList();
    Change change = change(1, "", "", new Method.ReplaceAll(rows));

    assertThat(portal.write(List.of(change), FOREVER, ANY_TIME).results())
        .containsEntry(1L, new WriteResult.Refused("", "Not found."));

    WriteRound round = portal.write(List.of(change), FOREVER, ANY_TIME);

    assertThat(round.results().get(1L)).isInstanceOf(WriteResult.NotSent.class);
    assertThat(round.failure()).isPresent();
  }

  @Test
  void readings_withheld_for_a_passing_reason_are_gathered_in_one_request() {
    scripted
        .thenAnswer(new BatchScript())
        .thenAnswer(new BatchScript().error("d1g", "OPERATION_TIME_LIMIT", BLOCKED))
        .thenAnswer(new BatchScript().silent("d51g", "d52g"))
        .thenAnswer(new BatchScript());
    portal.handshake();
    List<Long> deals = LongStream.rangeClosed(1, 100).boxed().toList();

    Map<Long, Observation> read = portal.read(deals);

    assertThat(read).hasSize(100);
    assertThat(read.values()).allMatch(Observation.Present.class::isInstance);
    assertThat(keysOfRequest(3)).containsExactly("d1g", "d51g", "d52g");
  }

  @Test
  void a_reading_that_keeps_failing_makes_its_deal_unreadable_and_no_other() {
    scripted.otherwise(
        new BatchScript().error("d1g", "ERROR_CORE", "SQL").silent("d2g").result("d3g", "7"));

    Map<Long, Observation> read = portal.read(List.of(1L, 2L, 3L, 4L));

    assertThat(((Observation.Unreadable) read.get(1L)).text()).isEqualTo("ERROR_CORE: SQL");
    assertThat(read.get(2L)).isInstanceOf(Observation.Unreadable.class);
    assertThat(read.get(3L)).isInstanceOf(Observation.Unreadable.class);
    assertThat(read.get(4L)).isInstanceOf(Observation.Present.class);
    assertThat(scripted.requests()).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, anything, Missing",
    "ACCESS_DENIED, Access denied!, Denied",
    "ERROR_ARGUMENT, Not found., Unreadable",
  })
  void a_code_tells_missing_denied_and_unreadable_deals_apart(
      String code, String text, String kind) {
    scripted.thenAnswer(new BatchScript().error("d1g", code, text));

    assertThat(portal.read(List.of(1L)).get(1L).getClass().getSimpleName()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "Not found., NOT_FOUND, Missing",
    "Nicht gefunden, NOT_FOUND, Missing",
    "Nicht gefunden, ACCESS_DENIED, Denied",
    "Not found., none, Unreadable",
    "Access denied., none, Unreadable",
  })
  void of_a_refusal_in_words_the_code_for_the_same_deal_decides(
      String text, String code, String kind) {
    BatchScript answer = new BatchScript();
    scripted
        .thenAnswer(new BatchScript().error("d1g", "", text))
        .thenAnswer(code.equals("none") ? answer : answer.error("d1i", code, "irgendwas"));

    assertThat(portal.read(List.of(1L)).get(1L).getClass().getSimpleName()).isEqualTo(kind);
  }

  @Test
  void an_expired_plan_ends_the_reading() {
    scripted.thenAnswer(
        new BatchScript()
            .error("d1g", "ACCESS_DENIED", "REST API is available only on commercial plans."));

    assertThat(catchThrowableOfType(PortalFailure.class, () -> portal.read(List.of(1L))).kind())
        .isEqualTo(Kind.REFUSED);
  }

  @Test
  void a_damaged_row_makes_its_deal_unreadable() {
    List<String> damaged =
        List.of(
            "[{\"SORT\":10}]",
            "[{\"CONTACT_ID\":0}]",
            "[{\"CONTACT_ID\":\"x\"}]",
            "[{\"CONTACT_ID\":5,\"SORT\":99999999999}]",
            "[5]",
            "null");
    for (String rows : damaged) {
      scripted.thenAnswer(new BatchScript().result("d1g", rows));

      assertThat(portal.read(List.of(1L)).get(1L))
          .as(rows)
          .isInstanceOf(Observation.Unreadable.class);
    }
  }

  @Test
  void rows_are_taken_as_php_may_write_them() {
    List<String> forms =
        List.of(
            "[{\"CONTACT_ID\":55,\"SORT\":10,\"ROLE_ID\":0,\"IS_PRIMARY\":\"Y\"}]",
            "[{\"CONTACT_ID\":\"55\",\"SORT\":\"10\",\"IS_PRIMARY\":\"Y\"}]",
            "{\"1\":{\"CONTACT_ID\":55,\"SORT\":10,\"IS_PRIMARY\":\"Y\",\"NEW\":{\"a\":[1]}}}");
    for (String rows : forms) {
      scripted.thenAnswer(new BatchScript().result("d1g", rows));

      assertThat(((Observation.Present) portal.read(List.of(1L)).get(1L)).image())
          .as(rows)
          .isEqualTo(image("55/10/Y"));
    }
  }

  @Test
  void an_observation_is_as_old_as_its_question() {
    scripted.thenAnswer(
        body -> {
          time.pass(Duration.ofSeconds(3));
          return new BatchScript().apply(body);
        });

    assertThat(portal.read(List.of(1L)).get(1L).at())
        .isEqualTo(time.now().minus(Duration.ofSeconds(3)));
  }

  @Test
  void a_field_list_of_another_shape_is_another_contract() {
    String fields =
        "{\"SORT\":{\"type\":\"integer\"},\"IS_PRIMARY\":{\"type\":\"boolean\"},"
            + "\"CONTACT_ID\":{\"type\":\"integer\"}}";
    scripted
        .thenAnswer(new BatchScript().result("fields", fields))
        .thenAnswer(new BatchScript().result("fields", "[]"))
        .thenAnswer(new BatchScript().result("fields", fields.replace("boolean", "char")));

    assertThatThrownBy(portal::handshake)
        .hasMessageContaining("the link field IS_PRIMARY is boolean, not char");
    assertThatThrownBy(portal::handshake)
        .hasMessageContaining("the link field CONTACT_ID is missing, not integer");
    portal.handshake();
  }

  @Test
  void shaking_hands_with_nobody_does_not_take_long() {
    scripted.otherwiseHtml(200);

    PortalFailure failure = catchThrowableOfType(PortalFailure.class, portal::handshake);

    assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
    assertThat(scripted.requests()).hasSize(2);
  }

  @Test
  void readings_that_take_the_portal_too_long_are_asked_for_in_halves() {
    scripted.otherwise(
        body ->
            BatchScript.keys(body).size() > 13
                ? "504 Gateway Time-out"
                : new BatchScript().apply(body));

    portal.handshake();
    Map<Long, Observation> read = portal.read(LongStream.rangeClosed(1, 50).boxed().toList());

    assertThat(read.values()).hasSize(50).allMatch(Observation.Present.class::isInstance);
    assertThat(scripted.requests()).hasSize(1 + 2 + 2 * 2 + 4);
  }

  @Test
  void a_portal_that_answers_nothing_at_all_is_given_up() {
    scripted.otherwiseHtml(504);

    PortalFailure failure =
        catchThrowableOfType(
            PortalFailure.class,
            () -> portal.read(LongStream.rangeClosed(1, 500).boxed().toList()));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(scripted.requests()).hasSize(2 + 2 + 2 + 2);
    assertThat(time.passed()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void asking_for_nothing_sends_nothing() {
    assertThat(portal.read(List.of())).isEmpty();
    assertThat(portal.existingContacts(List.of())).isEmpty();
    assertThat(portal.write(new ArrayList<>(), FOREVER, ANY_TIME).results()).isEmpty();
    assertThat(portal.traffic()).isEqualTo(new Traffic(0, 0, 0, 0));
  }
}
