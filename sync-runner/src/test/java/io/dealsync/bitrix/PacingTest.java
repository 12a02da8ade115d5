package io.dealsync.bitrix;

import static io.dealsync.bitrix.Changes.ANY_TIME;
import static io.dealsync.bitrix.Changes.FOREVER;
import static io.dealsync.bitrix.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.bitrix.auth.Webhook;
import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.bitrix.rest.TrafficListener;
import io.dealsync.plan.Change;
import io.dealsync.portal.Listing;
import io.dealsync.portal.Questions;
import io.dealsync.portal.WriteResult;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.rest.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Twenty thousand deals on a portal with a usual plan, in stepped time: no request comes too early,
 * and hardly one later than it could.
 */
class PacingTest {

  private static final Duration LATENCY = Duration.ofMillis(150);
  private static final List<Long> DEALS = LongStream.rangeClosed(1, 20_000).boxed().toList();

  private final SteppedTime time = new SteppedTime();
  private final SandboxPortal sandbox =
      SandboxPortal.start(
          SandboxOptions.defaults()
              .withLimits(Limits.standardPlan().withLatency(LATENCY))
              .withTime(time::now, time::sleep));
  private final BitrixPortal portal =
      BitrixPortal.connect(
          Webhook.parse(sandbox.webhookUrl().toString()),
          RestSettings.DEFAULT.inFlight(1),
          TrafficListener.NONE,
          time,
          new Random(1));

  PacingTest() {
    DEALS.forEach(deal -> sandbox.state().putDeal(deal, "55/10/Y 54/20/N"));
  }

  @AfterEach
  void close() {
    portal.close();
    sandbox.close();
  }

  /** It finds no room in batches that are full. */
  private static final int HANDSHAKE = 1;

  @Test
  void reading_every_deal_takes_the_time_that_the_bucket_needs() {
    Duration expected = portal.timeFor(400 + HANDSHAKE);

    assertThat(portal.read(DEALS)).hasSize(20_000);

    assertPaced(400 + HANDSHAKE);
    assertThat(expected.minus(time.passed()).abs()).isLessThan(time.passed().dividedBy(20));
  }

  @Test
  void reading_few_deals_takes_no_longer_than_the_bucket_needs_either() {
    assertThat(portal.read(DEALS.subList(0, 6_000))).hasSize(6_000);

    assertPaced(120 + HANDSHAKE);
  }

  @Test
  void listing_every_deal_takes_eight_requests_that_fit_into_the_bucket() {
    assertThat(((Listing.Listed) portal.ask(Questions.list(DEALS)).listing()).sightings())
        .hasSize(20_000);

    assertPaced(8 + HANDSHAKE);
  }

  @Test
  void writing_every_deal_takes_the_time_that_the_bucket_needs() {
    List<Change> changes =
        DEALS.stream().map(deal -> change(deal, "55/10/Y 54/20/N", "55/10/Y")).toList();

    assertThat(portal.write(changes, FOREVER, ANY_TIME).results().values())
        .hasSize(20_000)
        .allMatch(WriteResult.Done.class::isInstance);

    assertPaced(800);
  }

  @Test
  void reading_listing_and_writing_in_a_row_share_one_bucket() {
    portal.ask(Questions.list(DEALS)).listing();
    portal.read(DEALS);
    portal.write(List.of(change(1, "55/10/Y 54/20/N", "55/10/Y")), FOREVER, ANY_TIME);

    assertPaced(409 + HANDSHAKE);
  }

  /** One request after the other can be no faster than the bucket, nor than the answers. */
  private void assertPaced(long requests) {
    assertThat(portal.traffic().requests()).isEqualTo(requests);
    assertThat(portal.traffic().rejected()).isZero();
    assertThat(sandbox.counters().snapshot().rateLimited()).isZero();
    Duration bucket = BucketRate.STANDARD.idealDuration(requests);
    Duration answers = LATENCY.multipliedBy(requests);
    Duration ideal = bucket.compareTo(answers) > 0 ? bucket : answers;
    assertThat(time.passed()).isBetween(ideal, ideal.plus(ideal.dividedBy(100)));
  }
}
