package io.dealsync.bitrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.bitrix.auth.Webhook;
import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.bitrix.rest.TrafficListener;
import io.dealsync.observe.Observation;
import io.dealsync.portal.Traffic;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.rest.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Against a portal that keeps its limits, in stepped time. */
class PacedReadingTest {

  private final SteppedTime time = new SteppedTime();

  private SandboxPortal start(Limits limits) {
    return SandboxPortal.start(
        SandboxOptions.defaults().withLimits(limits).withTime(time::now, time::sleep));
  }

  private BitrixPortal connect(SandboxPortal to, RestSettings settings) {
    return BitrixPortal.connect(
        Webhook.parse(to.webhookUrl().toString()),
        settings.inFlight(1),
        TrafficListener.NONE,
        time,
        new Random(1));
  }

  @Test
  void a_process_that_follows_another_earns_no_refusal_when_it_is_told_the_level() {
    try (SandboxPortal sandbox = start(Limits.standardPlan())) {
      List<Long> deals = LongStream.rangeClosed(1, 3000).boxed().toList();
      RestSettings settings = RestSettings.DEFAULT;
      for (int process = 0; process < 3; process++) {
        try (BitrixPortal portal = connect(sandbox, settings)) {
          portal.read(deals);
          settings = settings.level(portal.bucketLevel());
        }
      }

      assertThat(sandbox.counters().snapshot().rateLimited()).isZero();
    }
  }

  @Test
  void others_who_use_the_bucket_up_are_survived() {
    try (SandboxPortal sandbox = start(Limits.standardPlan());
        BitrixPortal portal = connect(sandbox, RestSettings.DEFAULT)) {
      sandbox.engine().foreignRequests(50);
      List<Long> deals = LongStream.rangeClosed(1, 5000).boxed().toList();

      assertThat(portal.read(deals)).hasSize(5000);
      assertThat(portal.traffic().rejected()).isBetween(1L, 3L);
    }
  }

  @Test
  void a_small_operating_budget_is_kept_without_a_refusal() {
    Limits limits =
        Limits.none()
            .withOperating(
                Duration.ofSeconds(60),
                Limits.Accounting.PER_METHOD,
                Duration.ofSeconds(300),
                Map.of("crm.deal.contact.items.get", Duration.ofMillis(100)));
    try (SandboxPortal sandbox = start(limits);
        BitrixPortal portal =
            connect(
                sandbox,
                RestSettings.DEFAULT
                    .rate(BucketRate.UNLIMITED)
                    .operatingLimit(Duration.ofSeconds(60)))) {
      List<Long> deals = LongStream.rangeClosed(1, 2500).boxed().toList();

      assertThat(portal.read(deals)).hasSize(2500);
      assertThat(sandbox.counters().snapshot().operationLimited()).isZero();
    }
  }

  @Test
  void a_method_that_is_blocked_for_a_while_is_waited_for() {
    Limits limits =
        Limits.none()
            .withOperating(
                Duration.ofSeconds(480), Limits.Accounting.PER_METHOD, Duration.ZERO, Map.of());
    try (SandboxPortal sandbox = start(limits);
        BitrixPortal portal = connect(sandbox, RestSettings.DEFAULT.rate(BucketRate.UNLIMITED))) {
      sandbox.engine().blockMethod("crm.deal.contact.items.get", Duration.ofSeconds(250));

      assertThat(portal.read(List.of(1L, 2L)).values())
          .allMatch(Observation.Present.class::isInstance);
      assertThat(time.passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(250));
    }
  }

  @Test
  void four_requests_in_flight_earn_no_refusal() {
    Limits limits = Limits.none().withBucket(20, 200).withLatency(Duration.ofMillis(20));
    try (SandboxPortal sandbox = SandboxPortal.start(SandboxOptions.defaults().withLimits(limits));
        BitrixPortal portal =
            BitrixPortal.connect(
                Webhook.parse(sandbox.webhookUrl().toString()),
                RestSettings.DEFAULT.rate(new BucketRate(20, 200, 0)),
                TrafficListener.NONE)) {
      List<Long> deals = LongStream.rangeClosed(1, 10_000).boxed().toList();

      portal.handshake();
      assertThat(portal.read(deals)).hasSize(10_000);
      assertThat(portal.traffic()).isEqualTo(new Traffic(1 + 200, 0, 0, 1 + 10_000));
    }
  }
}
