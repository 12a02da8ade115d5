package io.dealsync.bitrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.observe.Sighting;
import io.dealsync.portal.Listing;
import io.dealsync.portal.Questions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.crm.Card;
import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.sandbox.rest.Quirk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DealListTest {

  private final SandboxConnections connections = new SandboxConnections();
  private SandboxPortal sandbox = connections.start();
  private BitrixPortal portal = connections.connect(sandbox);

  private void restart(Quirk... quirks) {
    sandbox = connections.start(quirks);
    portal = connections.connect(sandbox);
  }

  @AfterEach
  void close() throws Exception {
    connections.close();
  }

  private void deals(LongStream ids, LongFunction<String> rows) {
    ids.forEach(id -> sandbox.state().putDeal(id, rows.apply(id)));
  }

  private static String threeLinks(long deal) {
    return "%d/10/N %d/20/Y %d/30/N".formatted(deal + 2, deal, deal + 1);
  }

  private Map<Long, Sighting> list(List<Long> deals) {
    return list(portal, deals);
  }

  private static Map<Long, Sighting> list(BitrixPortal portal, List<Long> deals) {
    return ((Listing.Listed) portal.ask(Questions.list(deals)).listing()).sightings();
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void sees_2500_deals_with_one_request() {
    deals(LongStream.rangeClosed(1, 2500), DealListTest::threeLinks);

    portal.handshake();
    Map<Long, Sighting> found = list(upTo(2500));

    assertThat(found).hasSize(2500);
    assertThat(found.get(77L)).isEqualTo(new Sighting(77, 77, List.of(79L, 77L, 78L), true));
    assertThat(portal.traffic().requests()).isEqualTo(1 + 1);
  }

  @Test
  void missing_and_hidden_deals_and_templates_are_left_out() {
    deals(LongStream.rangeClosed(1, 4), DealListTest::threeLinks);
    sandbox.state().hideDeal(2);
    sandbox.state().describeDeal(3, Card.titled("every month").asTemplate());

    assertThat(list(upTo(9))).containsOnlyKeys(1L, 4L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Quirk.class,
      names = {"NO_CONTACT_IS_NULL", "NO_CONTACT_IS_MISSING", "SELF_HOSTED"})
  void a_deal_without_contacts_is_seen_in_every_form(Quirk quirk) {
    restart(quirk);
    deals(LongStream.of(1), id -> "");

    assertThat(list(List.of(1L))).containsEntry(1L, new Sighting(1, 0, List.of(), true));
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

    Map<Long, Sighting> found = list(upTo(700));

    assertThat(found).hasSize(700);
    assertThat(found.values().stream().filter(deal -> !deal.whole())).hasSizeLessThan(700 / 50);
    for (Sighting deal : found.values()) {
      List<Long> links =
          sandbox.state().links(deal.deal()).stream().map(LinkRow::contactId).toList();
      if (deal.whole()) {
        assertThat(deal.contacts()).as("deal %d", deal.deal()).isEqualTo(links);
      } else {
        assertThat(links).as("deal %d", deal.deal()).containsAll(deal.contacts());
      }
    }
  }

  @Test
  void a_deal_with_as_many_contacts_as_a_page_has_rows_is_not_whole_where_rows_are_cut_off() {
    restart(Quirk.ROW_LIMIT_HAZARD_ALWAYS);
    deals(
        LongStream.of(1),
        id ->
            LongStream.rangeClosed(1, 60)
                .mapToObj(i -> "%d/%d/%s".formatted(i, i * 10, i == 1 ? "Y" : "N"))
                .collect(Collectors.joining(" ")));
    deals(LongStream.of(2), DealListTest::threeLinks);

    Map<Long, Sighting> found = list(List.of(1L, 2L));

    assertThat(found.get(1L).whole()).isFalse();
    assertThat(found.get(2L).whole()).isTrue();
  }

  @Test
  void a_portal_of_single_contacts_costs_one_doubt_and_no_request() {
    deals(LongStream.rangeClosed(1, 20_000), id -> "7/10/Y");
    portal.handshake();

    Map<Long, Sighting> found = list(upTo(10_000));

    assertThat(found).hasSize(10_000);
    assertThat(found.values().stream().filter(deal -> !deal.whole()).map(Sighting::deal))
        .hasSize(200)
        .allMatch(deal -> deal % 50 == 0);
    assertThat(portal.traffic().requests()).isEqualTo(1 + 4);
    assertThat(list(LongStream.rangeClosed(10_001, 20_000).boxed().toList()).values())
        .hasSize(10_000)
        .allMatch(Sighting::whole);
    assertThat(portal.traffic().requests()).isEqualTo(1 + 4 + 5);
  }

  @Test
  void a_portal_with_usual_deals_costs_no_request_more_than_needed() {
    deals(LongStream.rangeClosed(1, 20_000), DealListTest::threeLinks);
    portal.handshake();
    for (long from = 0; from < 20_000; from += 10_000) {
      list(LongStream.rangeClosed(from + 1, from + 10_000).boxed().toList());
    }

    assertThat(portal.traffic().requests()).isEqualTo(1 + 8);
  }

  @Test
  void goes_through_a_dense_range_in_order() {
    deals(LongStream.rangeClosed(1, 12_345), DealListTest::threeLinks);
    List<Long> seen = new ArrayList<>();
    portal.handshake();

    portal.dealCatalog().search(List.of(), 0, 12_345, seen::addAll);

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
    deals(ids.stream().mapToLong(Long::longValue), DealListTest::threeLinks);
    List<Long> seen = new ArrayList<>();

    portal.dealCatalog().search(List.of(), 0, 3_000_000, seen::addAll);

    assertThat(seen).isEqualTo(ids);
    assertThat(portal.traffic().requests()).isLessThan(600);
  }

  @Test
  void a_search_costs_what_the_deals_there_cost_however_high_the_last_id() {
    List<Long> ids = new ArrayList<>(upTo(40));
    ids.addAll(LongStream.range(0, 300).mapToObj(i -> 7_000_000_000_000L + 20_000 * i).toList());
    ids.add(8_000_000_000_000_000_000L);
    deals(ids.stream().mapToLong(Long::longValue), DealListTest::threeLinks);
    List<Long> seen = new ArrayList<>();
    AtomicInteger rounds = new AtomicInteger();
    portal.handshake();

    portal
        .dealCatalog()
        .search(
            List.of(),
            0,
            Long.MAX_VALUE - 1,
            found -> {
              seen.addAll(found);
              return rounds.incrementAndGet() < 20;
            });

    assertThat(seen).isEqualTo(ids);
    assertThat(rounds).hasValueLessThan(10);
    assertThat(portal.traffic().requests()).isLessThan(40);
  }

  @Test
  void knows_the_highest_deal() {
    assertThat(portal.dealCatalog().highest()).isEmpty();

    deals(LongStream.of(5, 81, 77), DealListTest::threeLinks);

    assertThat(portal.dealCatalog().highest()).hasValue(81);
  }

  @Test
  void a_forbidden_list_is_told() {
    restart(Quirk.ITEM_LIST_FORBIDDEN);

    assertThat(portal.ask(Questions.list(List.of(1L))).listing())
        .asInstanceOf(InstanceOfAssertFactories.type(Listing.Refused.class))
        .extracting(Listing.Refused::why, InstanceOfAssertFactories.STRING)
        .contains("crm.item.list");
  }

  @Test
  void a_portal_that_ignores_filters_misleads_nobody() {
    try (ScriptedPortal scripted = new ScriptedPortal();
        BitrixPortal misled = SandboxConnections.unpaced(scripted.webhook())) {
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
      assertThat(list(misled, List.of(3L, 99L))).containsOnlyKeys(3L);
      List<Long> seen = new ArrayList<>();
      misled.dealCatalog().search(List.of(), 39, 400, seen::addAll);
      assertThat(seen).isEqualTo(LongStream.rangeClosed(40, 50).boxed().toList());
    }
  }

  @Test
  void the_largest_id_ends_a_search() {
    List<Long> seen = new ArrayList<>();
    portal.dealCatalog().search(List.of(), Long.MAX_VALUE - 120, Long.MAX_VALUE, seen::addAll);
    portal.dealCatalog().search(List.of(), Long.MAX_VALUE, Long.MAX_VALUE, seen::addAll);
    assertThat(seen).isEmpty();
  }
}
