package io.dealsync.bitrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.bitrix.rest.TrafficListener;
import io.dealsync.bitrix.rest.Webhook;
import io.dealsync.portal.Listing;
import io.dealsync.portal.Questions;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.crm.Card;
import io.dealsync.sandbox.rest.Quirk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DealScanTest {

  private final List<AutoCloseable> open = new ArrayList<>();
  private SandboxPortal sandbox = start();
  private BitrixPortal portal = connect();

  private SandboxPortal start(Quirk... quirks) {
    SandboxPortal started = SandboxPortal.start(SandboxOptions.defaults().withQuirks(quirks));
    open.add(0, started);
    return started;
  }

  private BitrixPortal connect() {
    BitrixPortal connected =
        BitrixPortal.connect(
            Webhook.parse(sandbox.webhookUrl().toString()),
            RestSettings.DEFAULT.rate(BucketRate.UNLIMITED),
            TrafficListener.NONE);
    open.add(0, connected);
    return connected;
  }

  private void restart(Quirk... quirks) {
    sandbox = start(quirks);
    portal = connect();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private void deals(LongStream ids, LongFunction<String> rows) {
    ids.forEach(id -> sandbox.state().putDeal(id, rows.apply(id)));
  }

  private static String threeLinks(long deal) {
    return "%d/10/N %d/20/Y %d/30/N".formatted(deal + 2, deal, deal + 1);
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void sees_2500_deals_with_one_request() {
    deals(LongStream.rangeClosed(1, 2500), DealScanTest::threeLinks);

    portal.handshake();
    Map<Long, DealContacts> found = portal.dealScan().byIds(upTo(2500));

    assertThat(found).hasSize(2500);
    assertThat(found.get(77L))
        .isEqualTo(new DealContacts(77, OptionalLong.of(77), List.of(79L, 77L, 78L), true));
    assertThat(portal.traffic().requests()).isEqualTo(1 + 1);
  }

  @Test
  void missing_and_hidden_deals_and_templates_are_left_out() {
    deals(LongStream.rangeClosed(1, 4), DealScanTest::threeLinks);
    sandbox.state().hideDeal(2);
    sandbox.state().describeDeal(3, Card.titled("every month").asTemplate());

    assertThat(portal.dealScan().byIds(upTo(9))).containsOnlyKeys(1L, 4L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Quirk.class,
      names = {"NO_CONTACT_IS_NULL", "NO_CONTACT_IS_MISSING", "SELF_HOSTED"})
  void a_deal_without_contacts_is_seen_in_every_form(Quirk quirk) {
    restart(quirk);
    deals(LongStream.of(1), id -> "");

    assertThat(portal.dealScan().byIds(List.of(1L)))
        .containsEntry(1L, new DealContacts(1, OptionalLong.empty(), List.of(), true));
  }

  @ParameterizedTest
  @EnumSource(
      value = Quirk.class,
      names = {"ROW_LIMIT_HAZARD", "ROW_LIMIT_HAZARD_ALWAYS"})
  void sees_every_contact_of_every_deal_even_where_the_portal_cuts_rows_off(Quirk hazard) {
    restart(hazard);
    Random random = new Random(7);
    deals(
        LongStream.rangeClosed(1, 700),
        id ->
            LongStream.rangeClosed(1, random.nextInt(6))
                .mapToObj(i -> "%d/%d/%s".formatted(i, i * 10, i == 1 ? "Y" : "N"))
                .collect(Collectors.joining(" ")));

    Map<Long, DealContacts> found = portal.dealScan().byIds(upTo(700));

    assertThat(found).hasSize(700);
    for (DealContacts deal : found.values()) {
      assertThat(deal.certain()).isTrue();
      assertThat(deal.contacts())
          .as("deal %d", deal.deal())
          .hasSize(sandbox.state().links(deal.deal()).size());
    }
  }

  @Test
  void a_deal_with_as_many_contacts_as_a_page_has_rows_is_not_certain_where_rows_are_cut_off() {
    restart(Quirk.ROW_LIMIT_HAZARD_ALWAYS);
    deals(
        LongStream.of(1),
        id ->
            LongStream.rangeClosed(1, 60)
                .mapToObj(i -> "%d/%d/%s".formatted(i, i * 10, i == 1 ? "Y" : "N"))
                .collect(Collectors.joining(" ")));
    deals(LongStream.of(2), DealScanTest::threeLinks);

    Map<Long, DealContacts> found = portal.dealScan().byIds(List.of(1L, 2L));

    assertThat(found.get(1L).certain()).isFalse();
    assertThat(found.get(2L).certain()).isTrue();
    assertThat(((Listing.Listed) portal.ask(Questions.list(List.of(1L, 2L))).listing()).sightings())
        .containsOnlyKeys(2L);
  }

  @Test
  void a_portal_of_single_contacts_costs_one_doubt_and_then_nothing() {
    deals(LongStream.rangeClosed(1, 20_000), id -> "7/10/Y");
    for (long from = 0; from < 20_000; from += 10_000) {
      List<Long> ids = LongStream.rangeClosed(from + 1, from + 10_000).boxed().toList();

      assertThat(portal.dealScan().byIds(ids).values())
          .hasSize(10_000)
          .allMatch(DealContacts::certain);
    }

    assertThat(portal.traffic().requests()).isLessThanOrEqualTo(4 + 5 + 5);
  }

  @Test
  void a_portal_with_usual_deals_costs_no_request_more_than_needed() {
    deals(LongStream.rangeClosed(1, 20_000), DealScanTest::threeLinks);
    portal.handshake();
    for (long from = 0; from < 20_000; from += 10_000) {
      portal.dealScan().byIds(LongStream.rangeClosed(from + 1, from + 10_000).boxed().toList());
    }

    assertThat(portal.traffic().requests()).isEqualTo(1 + 8);
  }

  @Test
  void goes_through_a_dense_range_in_order() {
    deals(LongStream.rangeClosed(1, 12_345), DealScanTest::threeLinks);
    List<Long> seen = new ArrayList<>();
    portal.handshake();

    portal.dealScan().inRange(1, 12_345, deals -> deals.forEach(deal -> seen.add(deal.deal())));

    assertThat(seen).isEqualTo(upTo(12_345));
    assertThat(portal.traffic().requests()).isEqualTo(1 + 5);
  }

  @ParameterizedTest
  @EnumSource(
      value = Quirk.class,
      names = {"SELF_HOSTED", "ROW_LIMIT_HAZARD_ALWAYS"})
  void goes_through_a_range_with_holes_and_crowds(Quirk quirk) {
    restart(quirk);
    Random random = new Random(11);
    List<Long> ids = new ArrayList<>();
    for (long id = 1; id < 3_000_000; id += 1 + random.nextInt(ids.size() % 500 < 250 ? 3 : 9000)) {
      ids.add(id);
    }
    deals(ids.stream().mapToLong(Long::longValue), DealScanTest::threeLinks);
    List<Long> seen = new ArrayList<>();

    portal
        .dealScan()
        .inRange(
            1,
            3_000_000,
            deals ->
                deals.forEach(
                    deal -> {
                      seen.add(deal.deal());
                      assertThat(deal.contacts()).hasSize(3);
                    }));

    assertThat(seen).isEqualTo(ids);
    assertThat(portal.traffic().requests()).isLessThan(600);
  }

  @Test
  void knows_the_highest_deal() {
    assertThat(portal.dealScan().highest()).isEmpty();

    deals(LongStream.of(5, 81, 77), DealScanTest::threeLinks);

    assertThat(portal.dealScan().highest()).hasValue(81);
  }

  @Test
  void a_forbidden_list_is_told() {
    restart(Quirk.ITEM_LIST_FORBIDDEN);

    assertThatThrownBy(() -> portal.dealScan().byIds(List.of(1L)))
        .isInstanceOf(ListRefusedException.class)
        .hasMessageContaining("crm.item.list");
    assertThat(portal.ask(Questions.list(List.of(1L))).listing())
        .isInstanceOf(Listing.Refused.class);
  }

  @Test
  void a_portal_that_ignores_filters_misleads_nobody() {
    try (ScriptedPortal scripted = new ScriptedPortal();
        BitrixPortal misled =
            BitrixPortal.connect(
                Webhook.parse(scripted.webhook()),
                RestSettings.DEFAULT.rate(BucketRate.UNLIMITED),
                TrafficListener.NONE)) {
      String items =
          LongStream.rangeClosed(1, 50)
              .mapToObj("{\"id\":%d,\"contactId\":7,\"contactIds\":[7]}"::formatted)
              .collect(Collectors.joining(",", "{\"items\":[", "]}"));
      scripted.otherwise(
          body -> {
            BatchScript script = new BatchScript();
            BatchScript.keys(body).forEach(key -> script.result(key, items));
            return script.apply(body);
          });

      assertThat(misled.existingDeals(List.of(3L, 99L)).deals()).containsExactly(3L);
      assertThat(misled.dealScan().byIds(List.of(3L, 99L))).containsOnlyKeys(3L);
      List<Long> seen = new ArrayList<>();
      misled.dealScan().inRange(40, 400, deals -> deals.forEach(deal -> seen.add(deal.deal())));
      assertThat(seen).isEqualTo(LongStream.rangeClosed(40, 50).boxed().toList());
    }
  }
}
