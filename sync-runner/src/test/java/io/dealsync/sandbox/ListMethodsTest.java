package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.PortalClient.Reply;
import io.dealsync.sandbox.crm.Card;
import io.dealsync.sandbox.rest.Access;
import io.dealsync.sandbox.rest.Quirk;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Lists of deals and contacts, contract 6 and 7. */
class ListMethodsTest {

  private SandboxPortal portal = SandboxPortal.start(SandboxOptions.defaults());
  private PortalClient client = PortalClient.of(portal);

  @AfterEach
  void stop() {
    portal.close();
  }

  private void restartWith(Quirk... quirks) {
    portal.close();
    portal = SandboxPortal.start(SandboxOptions.defaults().withQuirks(quirks));
    client = PortalClient.of(portal);
  }

  private static List<Long> ids(JsonNode items, String name) {
    List<Long> ids = new ArrayList<>();
    items.forEach(item -> ids.add(item.path(name).asLong()));
    return ids;
  }

  private static List<Long> longs(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private void manyDeals(int count) {
    for (long id = 1; id <= count; id++) {
      portal.state().putDeal(id, "55/10/Y 54/20/N");
    }
  }

  @Test
  void an_item_shows_its_primary_and_all_contacts_in_sort_order() throws Exception {
    portal.state().putDeal(1875, "54/20/N 55/10/Y 56/30/N");
    portal.state().touchDeal(1875, 1_773_222_863);
    Reply reply =
        client.call(
            "crm.item.list",
            """
            {"entityTypeId":2,"select":["id","contactId","contactIds","updatedTime","contacts"],
             "filter":{">id":1000,"<=id":999999999},"order":{"id":"ASC"},"start":-1}""");
    assertThat(reply.result().toString())
        .isEqualTo(
            """
            {"items":[{"id":1875,"contactId":55,"contactIds":[55,54,56],\
            "updatedTime":"2026-03-11T12:54:23+03:00"}]}""");
    assertThat(reply.json().path("total").asInt()).isZero();
    assertThat(reply.json().has("next")).isFalse();
  }

  @Test
  void a_page_holds_fifty_rows_and_next_is_there_while_more_remain() throws Exception {
    manyDeals(120);
    String request = "{\"entityTypeId\":2,\"select\":[\"id\"],\"start\":%d}";
    Reply first = client.call("crm.item.list", request.formatted(0));
    assertThat(ids(first.result().path("items"), "id")).isEqualTo(longs(1, 50));
    assertThat(first.json().path("next").asInt()).isEqualTo(50);
    assertThat(first.json().path("total").asInt()).isEqualTo(120);
    Reply last = client.call("crm.item.list", request.formatted(100));
    assertThat(ids(last.result().path("items"), "id")).isEqualTo(longs(101, 120));
    assertThat(last.json().has("next")).isFalse();
  }

  @Test
  void keyset_paging_goes_on_after_the_last_id_seen() throws Exception {
    manyDeals(120);
    Reply page =
        client.call(
            "crm.item.list",
            """
            {"entityTypeId":2,"select":["id"],"filter":{">id":50,"<=id":110},
             "order":{"id":"ASC"},"start":-1}""");
    assertThat(ids(page.result().path("items"), "id")).isEqualTo(longs(51, 100));
  }

  @Test
  void descending_order_starts_at_the_highest_id() throws Exception {
    manyDeals(60);
    Reply page =
        client.call(
            "crm.item.list",
            "{\"entityTypeId\":2,\"select\":[\"id\"],\"order\":{\"id\":\"DESC\"},\"start\":-1}");
    assertThat(ids(page.result().path("items"), "id").getFirst()).isEqualTo(60);
    assertThat(ids(page.result().path("items"), "id").getLast()).isEqualTo(11);
  }

  @Test
  void a_list_of_ids_finds_only_those_that_exist_and_may_be_read() throws Exception {
    manyDeals(10);
    portal.state().hideDeal(4);
    Reply page =
        client.call(
            "crm.item.list",
            "{\"entityTypeId\":2,\"select\":[\"id\"],\"filter\":{\"@id\":[9,4,2,77],\">id\":1}}");
    assertThat(ids(page.result().path("items"), "id")).containsExactly(2L, 9L);
  }

  @Test
  void the_contact_filter_matches_any_linked_contact() throws Exception {
    portal.state().putDeal(1, "55/10/Y 54/20/N");
    portal.state().putDeal(2, "55/10/Y");
    portal.state().putDeal(3, "54/10/Y");
    Reply page =
        client.call(
            "crm.item.list",
            "{\"entityTypeId\":2,\"select\":[\"id\"],\"filter\":{\"contactIds\":54}}");
    assertThat(ids(page.result().path("items"), "id")).containsExactly(1L, 3L);
    Reply primaryOnly =
        client.call("crm.deal.list", "{\"select\":[\"ID\"],\"filter\":{\"CONTACT_ID\":54}}");
    assertThat(ids(primaryOnly.result(), "ID")).containsExactly(3L);
  }

  @Test
  void filters_know_the_documented_prefixes_and_or() throws Exception {
    for (long id = 1; id <= 6; id++) {
      portal.state().putDeal(id, "");
      portal.state().touchDeal(id, 1_773_222_000 + id * 100);
      portal.state().describeDeal(id, Card.imported("Deal no " + id, "legacy", "A-" + id));
    }
    assertThat(filtered("{\">=id\":3,\"<id\":5}")).containsExactly(3L, 4L);
    assertThat(filtered("{\"!id\":3}")).containsExactly(1L, 2L, 4L, 5L, 6L);
    assertThat(filtered("{\"!@id\":[1,2,3]}")).containsExactly(4L, 5L, 6L);
    assertThat(filtered("{\"%title\":\"NO 2\"}")).containsExactly(2L);
    assertThat(filtered("{\"=%title\":\"Deal%3\"}")).containsExactly(3L);
    assertThat(filtered("{\"originatorId\":\"legacy\",\"@originId\":[\"A-6\",\"A-1\",\"B\"]}"))
        .containsExactly(1L, 6L);
    assertThat(filtered("{\">updatedTime\":\"2026-03-11T09:48:00+00:00\"}"))
        .containsExactly(5L, 6L);
    assertThat(filtered("{\"0\":{\"logic\":\"OR\",\"0\":{\"id\":1},\"1\":{\">id\":5}}}"))
        .containsExactly(1L, 6L);
  }

  private List<Long> filtered(String filter) throws Exception {
    Reply reply =
        client.call(
            "crm.item.list",
            "{\"entityTypeId\":2,\"select\":[\"id\"],\"filter\":%s}".formatted(filter));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return ids(reply.result().path("items"), "id");
  }

  @Test
  void other_orders_sort_all_matches() throws Exception {
    portal.state().putDeal(1, "");
    portal.state().putDeal(2, "");
    portal.state().putDeal(3, "");
    portal.state().touchDeal(1, 300);
    portal.state().touchDeal(2, 100);
    portal.state().touchDeal(3, 200);
    Reply page =
        client.call(
            "crm.item.list",
            "{\"entityTypeId\":2,\"select\":[\"id\"],\"order\":{\"updatedTime\":\"DESC\"}}");
    assertThat(ids(page.result().path("items"), "id")).containsExactly(1L, 3L, 2L);
  }

  @Test
  void unknown_filter_fields_are_refused_by_item_list_and_ignored_by_the_older_lists()
      throws Exception {
    manyDeals(3);
    Reply item = client.call("crm.item.list", "{\"entityTypeId\":2,\"filter\":{\"nonsense\":1}}");
    assertThat(item.status()).isEqualTo(400);
    assertThat(item.error()).isEqualTo("INVALID_ARG_VALUE");
    Reply deals = client.call("crm.deal.list", "{\"filter\":{\"NONSENSE\":1},\"select\":[\"ID\"]}");
    assertThat(ids(deals.result(), "ID")).containsExactly(1L, 2L, 3L);
  }

  @Test
  void item_get_tells_missing_from_denied() throws Exception {
    portal.state().putDeal(1, "55/10/Y");
    portal.state().putDeal(2, "");
    portal.state().hideDeal(2);
    Reply found = client.call("crm.item.get", "{\"entityTypeId\":2,\"id\":1}");
    assertThat(found.result().path("item").path("contactIds").toString()).isEqualTo("[55]");
    Reply missing = client.call("crm.item.get", "{\"entityTypeId\":2,\"id\":99}");
    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.error()).isEqualTo("NOT_FOUND");
    Reply denied = client.call("crm.item.get", "{\"entityTypeId\":2,\"id\":2}");
    assertThat(denied.error()).isEqualTo("ACCESS_DENIED");
    Reply badType = client.call("crm.item.list", "{\"entityTypeId\":4711}");
    assertThat(badType.error()).isEqualTo("NOT_FOUND");
  }

  @Test
  void the_older_lists_answer_with_strings() throws Exception {
    portal.state().putDeal(37, "55/10/Y");
    portal.state().describeDeal(37, Card.imported("Old deal", "legacy", "A-17"));
    portal.state().putContact(55, Card.imported("Ann", "legacy", "C-9"));
    Reply deals =
        client.call(
            "crm.deal.list",
            """
            {"select":["ID","ORIGIN_ID","CONTACT_ID","IS_RECURRING"],
             "filter":{"ORIGINATOR_ID":"legacy","@ORIGIN_ID":["A-17","A-18"]}}""");
    assertThat(deals.result().toString())
        .isEqualTo(
            """
            [{"ID":"37","CONTACT_ID":"55","ORIGIN_ID":"A-17","IS_RECURRING":"N"}]""");
    assertThat(deals.json().path("total").isNumber()).isTrue();
    Reply contacts =
        client.call(
            "crm.contact.list",
            "{\"select\":[\"ID\",\"NAME\"],\"filter\":{\"ORIGIN_ID\":\"C-9\"}}");
    assertThat(contacts.result().toString()).isEqualTo("[{\"ID\":\"55\",\"NAME\":\"Ann\"}]");
  }

  @Test
  void the_older_lists_page_by_key_without_total() throws Exception {
    manyDeals(70);
    Reply page =
        client.call(
            "crm.deal.list",
            "{\"select\":[\"ID\"],\"order\":{\"ID\":\"ASC\"},\"filter\":{\">ID\":50},\"start\":-1}");
    assertThat(ids(page.result(), "ID")).isEqualTo(longs(51, 70));
    assertThat(page.json().has("total")).isFalse();
    assertThat(page.json().has("next")).isFalse();
  }

  @Test
  void the_older_lists_name_a_parameter_that_is_no_array() throws Exception {
    Reply order = client.call("crm.deal.list", "{\"order\":\"ID\"}");
    assertThat(order.status()).isEqualTo(400);
    assertThat(order.description()).isEqualTo("Parameter 'order' must be array.");
    Reply filter = client.call("crm.contact.list", "{\"filter\":7}");
    assertThat(filter.description()).isEqualTo("Parameter 'filter' must be array.");
  }

  @Test
  void recurring_templates_show_unless_filtered() throws Exception {
    manyDeals(2);
    portal.state().describeDeal(2, Card.titled("Template").asTemplate());
    assertThat(ids(client.call("crm.deal.list", "{\"select\":[\"ID\"]}").result(), "ID"))
        .containsExactly(1L, 2L);
    Reply filtered =
        client.call("crm.deal.list", "{\"select\":[\"ID\"],\"filter\":{\"IS_RECURRING\":\"N\"}}");
    assertThat(ids(filtered.result(), "ID")).containsExactly(1L);
  }

  @Test
  void the_row_limit_cuts_the_last_deal_when_the_filter_is_one_condition_on_the_id()
      throws Exception {
    restartWith(Quirk.ROW_LIMIT_HAZARD);
    for (long id = 1; id <= 40; id++) {
      portal.state().putDeal(id, "55/10/Y 54/20/N 56/30/N");
    }
    String query =
        "{\"entityTypeId\":2,\"select\":[\"id\",\"contactIds\"],\"filter\":%s,\"start\":-1}";
    JsonNode cut =
        client.call("crm.item.list", query.formatted("{\">id\":0}")).result().path("items");
    assertThat(cut.size()).isEqualTo(17);
    assertThat(cut.get(16).path("contactIds").toString()).isEqualTo("[55,54]");
    JsonNode whole =
        client
            .call("crm.item.list", query.formatted("{\">id\":0,\"<=id\":999}"))
            .result()
            .path("items");
    assertThat(whole.size()).isEqualTo(40);
    restartWith(Quirk.ROW_LIMIT_HAZARD_ALWAYS);
    for (long id = 1; id <= 40; id++) {
      portal.state().putDeal(id, "55/10/Y 54/20/N 56/30/N");
    }
    JsonNode always =
        client
            .call("crm.item.list", query.formatted("{\">id\":0,\"<=id\":999}"))
            .result()
            .path("items");
    assertThat(always.size()).isEqualTo(17);
  }

  @Test
  void a_deal_without_primary_shows_zero_null_or_nothing() throws Exception {
    for (Quirk quirk :
        new Quirk[] {Quirk.SELF_HOSTED, Quirk.NO_CONTACT_IS_NULL, Quirk.NO_CONTACT_IS_MISSING}) {
      restartWith(quirk);
      portal.state().putDeal(1, "55/10/N");
      JsonNode item =
          client
              .call("crm.item.list", "{\"entityTypeId\":2,\"select\":[\"id\",\"contactId\"]}")
              .result()
              .path("items")
              .get(0);
      assertThat(item.toString())
          .isEqualTo(
              switch (quirk) {
                case NO_CONTACT_IS_NULL -> "{\"id\":1,\"contactId\":null}";
                case NO_CONTACT_IS_MISSING -> "{\"id\":1}";
                default -> "{\"id\":1,\"contactId\":0}";
              });
    }
  }

  @Test
  void item_list_can_be_forbidden() throws Exception {
    restartWith(Quirk.ITEM_LIST_FORBIDDEN);
    Reply reply = client.call("crm.item.list", "{\"entityTypeId\":2}");
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error()).isEqualTo("allowed_only_intranet_user");
  }

  @Test
  void a_user_without_rights_on_deals_still_reads_contacts() throws Exception {
    portal.state().putContact(55);
    portal.access().crmRight(Access.CrmRight.NO_DEALS);
    assertThat(client.call("crm.item.list", "{\"entityTypeId\":2}").error())
        .isEqualTo("ACCESS_DENIED");
    assertThat(client.call("crm.item.list", "{\"entityTypeId\":3}").status()).isEqualTo(200);
  }
}
