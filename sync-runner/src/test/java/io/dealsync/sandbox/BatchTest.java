package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.PortalClient.Reply;
import io.dealsync.sandbox.rest.Quirk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code batch}, contract 3.2. */
class BatchTest {

  private static final String GET = "crm.deal.contact.items.get?id=";

  private SandboxPortal portal = portal();
  private PortalClient client = PortalClient.of(portal);

  private static SandboxPortal portal(Quirk... quirks) {
    SandboxPortal portal = SandboxPortal.start(SandboxOptions.defaults().withQuirks(quirks));
    portal.state().putDeal(7, "55/10/Y");
    portal.state().putDeal(8, "56/10/Y");
    return portal;
  }

  private void restartWith(Quirk... quirks) {
    portal.close();
    portal = portal(quirks);
    client = PortalClient.of(portal);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private static List<String> names(JsonNode object) {
    return new ArrayList<>(object.propertyNames());
  }

  @Test
  void commands_run_in_order_and_see_each_others_effect() throws Exception {
    Reply reply =
        client.batch(
            0,
            "add",
            "crm.deal.contact.add?id=7&fields%5BCONTACT_ID%5D=60",
            "get",
            GET + 7,
            "again",
            "crm.deal.contact.add?id=7&fields%5BCONTACT_ID%5D=60");
    JsonNode result = reply.result().path("result");
    assertThat(names(result)).containsExactly("add", "get", "again");
    assertThat(result.path("get").size()).isEqualTo(2);
    assertThat(result.path("again").asBoolean()).isFalse();
    assertThat(names(reply.result()))
        .containsExactly("result", "result_error", "result_total", "result_next", "result_time");
    assertThat(names(reply.result().path("result_time"))).containsExactly("add", "get", "again");
    assertThat(names(reply.json())).containsExactly("result", "time");
  }

  @Test
  void a_failed_command_is_only_in_result_error_and_the_status_is_200() throws Exception {
    Reply reply = client.batch(0, "bad", "crm.deal.contact.add?id=99&fields[CONTACT_ID]=1");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.result().path("result").toString()).isEqualTo("[]");
    assertThat(reply.result().path("result_time").toString()).isEqualTo("[]");
    assertThat(reply.result().path("result_error").toString())
        .isEqualTo("{\"bad\":{\"error\":\"\",\"error_description\":\"Not found.\"}}");
  }

  @Test
  void empty_maps_are_lists() throws Exception {
    Reply reply = client.batch(0, "g", GET + 7);
    assertThat(reply.result().path("result_error").toString()).isEqualTo("[]");
    assertThat(reply.result().path("result_total").toString()).isEqualTo("[]");
    assertThat(reply.result().path("result_next").toString()).isEqualTo("[]");
    Reply none = client.call("batch", "{\"cmd\":{}}");
    assertThat(none.result().path("result").toString()).isEqualTo("[]");
  }

  @Test
  void keys_from_zero_on_become_lists_and_lose_the_mapping() throws Exception {
    Reply reply =
        client.batch(
            0,
            "0",
            "crm.deal.contact.add?id=99",
            "1",
            "crm.deal.contact.add?id=98",
            "35943",
            GET + 7);
    assertThat(reply.result().path("result_error").isArray()).isTrue();
    assertThat(reply.result().path("result_error").size()).isEqualTo(2);
    assertThat(names(reply.result().path("result"))).containsExactly("35943");
    Reply good = client.batch(0, "0", GET + 7, "1", GET + 8);
    assertThat(good.result().path("result").isArray()).isTrue();
    assertThat(good.result().path("result_time").isArray()).isTrue();
    Reply gap = client.batch(0, "0", GET + 7, "2", GET + 8);
    assertThat(gap.result().path("result").isObject()).isTrue();
  }

  @Test
  void halt_stops_at_the_first_error_and_the_rest_appears_nowhere() throws Exception {
    Reply reply = client.batch(1, "a", GET + 7, "b", GET + 0, "c", GET + 8);
    assertThat(names(reply.result().path("result"))).containsExactly("a");
    assertThat(names(reply.result().path("result_error"))).containsExactly("b");
    Reply onward = client.batch(0, "a", GET + 7, "b", GET + 0, "c", GET + 8);
    assertThat(names(onward.result().path("result"))).containsExactly("a", "c");
  }

  @Test
  void halt_is_a_php_truth_value() throws Exception {
    String cmd = "\"cmd\":{\"b\":\"crm.deal.contact.items.get\",\"c\":\"" + GET + "8\"}}";
    for (String no : List.of("0", "\"0\"", "false", "null")) {
      Reply reply = client.call("batch", "{\"halt\":" + no + "," + cmd);
      assertThat(reply.result().path("result").has("c")).as(no).isTrue();
    }
    for (String yes : List.of("1", "\"false\"", "true")) {
      Reply reply = client.call("batch", "{\"halt\":" + yes + "," + cmd);
      assertThat(reply.result().path("result").has("c")).as(yes).isFalse();
    }
  }

  @Test
  void the_fifty_first_command_fails_by_itself_or_the_whole_batch_does() throws Exception {
    String[] commands = new String[104];
    for (int i = 0; i < 52; i++) {
      commands[2 * i] = "k" + i;
      commands[2 * i + 1] = GET + 7;
    }
    Reply reply = client.batch(0, commands);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.result().path("result").size()).isEqualTo(50);
    assertThat(names(reply.result().path("result_error"))).containsExactly("k50", "k51");
    assertThat(reply.result().path("result_error").path("k50").path("error").asString())
        .isEqualTo("ERROR_BATCH_LENGTH_EXCEEDED");
    restartWith(Quirk.BATCH_OVERFLOW_REFUSED);
    Reply refused = client.batch(0, commands);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo("ERROR_BATCH_LENGTH_EXCEEDED");
  }

  @Test
  void a_batch_in_a_batch_and_an_unknown_method_fail_by_themselves() throws Exception {
    Reply reply = client.batch(0, "b", "batch?cmd[x]=scope", "u", "crm.nonsense", "g", GET + 7);
    JsonNode errors = reply.result().path("result_error");
    assertThat(errors.path("b").path("error").asString())
        .isEqualTo("ERROR_BATCH_METHOD_NOT_ALLOWED");
    assertThat(errors.path("u").path("error").asString()).isEqualTo("ERROR_METHOD_NOT_FOUND");
    assertThat(reply.result().path("result").has("g")).isTrue();
  }

  @Test
  void earlier_output_can_be_referred_to() throws Exception {
    Reply reply =
        client.batch(
            0,
            "d",
            "crm.item.list?entityTypeId=2&select[]=id&filter[>id]=7&start=-1",
            "g",
            GET + "$result[d][items][0][id]",
            "n",
            "crm.item.list?entityTypeId=2&select[]=id&filter[>id]=$result[d][items][0][id]",
            "text",
            "crm.deal.contact.items.get?id=0$result[none][x]8");
    JsonNode result = reply.result().path("result");
    assertThat(result.path("g").get(0).path("CONTACT_ID").asLong()).isEqualTo(56);
    assertThat(result.path("n").path("items").size()).isZero();
    assertThat(result.path("text").get(0).path("CONTACT_ID").asLong()).isEqualTo(56);
  }

  @Test
  void values_are_parsed_like_php_queries() throws Exception {
    Reply reply =
        client.batch(
            0,
            "cut",
            GET + "7#&id=8",
            "later",
            GET + "7&id=8",
            "list",
            "crm.item.list?entityTypeId=2&filter[@id][]=7&filter[@id][]=8&select[]=id",
            "plus",
            "crm.item.list?entityTypeId=2&filter[%25title]=Deal+8&select[]=id");
    JsonNode result = reply.result().path("result");
    assertThat(result.path("cut").get(0).path("CONTACT_ID").asLong()).isEqualTo(55);
    assertThat(result.path("later").get(0).path("CONTACT_ID").asLong()).isEqualTo(56);
    assertThat(result.path("list").path("items").size()).isEqualTo(2);
    assertThat(result.path("plus").path("items").toString()).isEqualTo("[{\"id\":8}]");
    Reply skipped = client.call("batch", "{\"cmd\":{\"a\":5,\"b\":\"" + GET + "7\"}}");
    assertThat(names(skipped.result().path("result"))).containsExactly("b");
  }

  @Test
  void a_batch_can_come_as_a_form() throws Exception {
    Reply reply =
        client.form("batch", "halt=0&cmd[g]=crm.deal.contact.items.get%3Fid%3D7&cmd[h]=" + GET + 8);
    assertThat(names(reply.result().path("result"))).containsExactly("g", "h");
  }

  @Test
  void lists_tell_total_and_next_by_command() throws Exception {
    for (int id = 100; id < 200; id++) {
      portal.state().putDeal(id, "");
    }
    Reply reply =
        client.batch(
            0,
            "page",
            "crm.item.list?entityTypeId=2&select[]=id",
            "keyset",
            "crm.item.list?entityTypeId=2&select[]=id&start=-1",
            "old",
            "crm.deal.list?select[]=ID&start=-1");
    assertThat(reply.result().path("result_total").toString())
        .isEqualTo("{\"page\":102,\"keyset\":0}");
    assertThat(reply.result().path("result_next").toString()).isEqualTo("{\"page\":50}");
    assertThat(reply.result().path("result").path("old").isArray()).isTrue();
  }

  @Test
  void errors_can_be_plain_strings() throws Exception {
    restartWith(Quirk.BATCH_ERRORS_AS_STRINGS);
    Reply reply = client.batch(0, "bad", GET + 0);
    assertThat(reply.result().path("result_error").path("bad").isString()).isTrue();
  }
}
