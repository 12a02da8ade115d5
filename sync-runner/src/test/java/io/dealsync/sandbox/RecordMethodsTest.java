package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.PortalClient.Reply;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Whole deals and contacts, as suites of SDKs and people's scripts make and remove them. */
class RecordMethodsTest {

  private SandboxPortal portal = SandboxPortal.start(SandboxOptions.defaults());
  private PortalClient client = PortalClient.of(portal);

  @AfterEach
  void stop() {
    portal.close();
  }

  private long added(String method, String fields) throws Exception {
    Reply reply = client.call(method, "{\"fields\":%s}".formatted(fields));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.result().asLong();
  }

  @Test
  void a_deal_is_created_read_changed_and_deleted() throws Exception {
    long contact = added("crm.contact.add", "{\"NAME\":\"Ada\",\"LAST_NAME\":\"Lovelace\"}");
    long deal =
        added(
            "crm.deal.add",
            "{\"TITLE\":\"Engine\",\"OPPORTUNITY\":\"30.5\",\"CONTACT_ID\":%d}".formatted(contact));

    Reply read = client.call("crm.deal.get", "{\"id\":%d}".formatted(deal));
    assertThat(read.result().path("TITLE").asString()).isEqualTo("Engine");
    assertThat(read.result().path("OPPORTUNITY").asString()).isEqualTo("30.50");
    assertThat(read.result().path("CONTACT_ID").asString()).isEqualTo(Long.toString(contact));
    assertThat(read.result().has("CONTACT_IDS")).isFalse();
    assertThat(portal.state().linksText(deal)).isEqualTo(contact + "/10/Y");

    assertThat(
            client
                .call(
                    "crm.deal.update",
                    "{\"id\":%d,\"fields\":{\"TITLE\":\"Analytical engine\",\"STAGE_ID\":\"WON\"}}"
                        .formatted(deal))
                .result()
                .asBoolean())
        .isTrue();
    Reply found =
        client.call("crm.deal.list", "{\"filter\":{\"STAGE_ID\":\"WON\"},\"select\":[\"TITLE\"]}");
    assertThat(found.result().get(0).path("TITLE").asString()).isEqualTo("Analytical engine");
    assertThat(portal.state().linksText(deal)).isEqualTo(contact + "/10/Y");

    assertThat(client.call("crm.deal.delete", "{\"id\":%d}".formatted(deal)).result().asBoolean())
        .isTrue();
    Reply gone = client.call("crm.deal.get", "{\"id\":%d}".formatted(deal));
    assertThat(gone.status()).isEqualTo(400);
    assertThat(gone.description()).isEqualTo("Not found");
  }

  @Test
  void contacts_given_to_a_deal_replace_its_links_numbered_anew() throws Exception {
    portal.state().putDeal(7, "55/100/Y 54/200/N");
    portal.state().touchDeal(7, 1_000_000_000);

    client.call("crm.deal.update", "{\"id\":7,\"fields\":{\"CONTACT_IDS\":[60,55]}}");

    assertThat(portal.state().linksText(7)).isEqualTo("60/10/Y 55/20/N");
    Reply item = client.call("crm.item.get", "{\"entityTypeId\":2,\"id\":7}");
    assertThat(item.result().path("item").path("updatedTime").asString()).doesNotStartWith("2001");
  }

  @Test
  void an_item_is_created_changed_and_deleted_under_its_other_names() throws Exception {
    Reply added =
        client.call(
            "crm.item.add",
            "{\"entityTypeId\":2,\"fields\":{\"title\":\"Loom\",\"opportunity\":12,\"contactIds\":[3,4]}}");
    long id = added.result().path("item").path("id").asLong();
    assertThat(added.result().path("item").path("opportunity").asString()).isEqualTo("12");
    assertThat(added.result().path("item").path("contactIds").toString()).isEqualTo("[3,4]");

    Reply changed =
        client.call(
            "crm.item.update",
            "{\"entityTypeId\":2,\"id\":%d,\"fields\":{\"title\":\"Jacquard\"}}".formatted(id));
    assertThat(changed.result().path("item").path("title").asString()).isEqualTo("Jacquard");

    assertThat(
            client
                .call("crm.item.delete", "{\"entityTypeId\":2,\"id\":%d}".formatted(id))
                .result()
                .toString())
        .isEqualTo("[]");
    assertThat(client.call("crm.item.get", "{\"entityTypeId\":2,\"id\":%d}".formatted(id)).error())
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void telephone_numbers_and_addresses_are_kept_under_numbers_of_their_own() throws Exception {
    long id =
        added(
            "crm.contact.add",
            """
            {"NAME":"Ada","LAST_NAME":"Lovelace",
             "PHONE":[{"VALUE":"+1","VALUE_TYPE":"WORK"},{"VALUE":"+2","VALUE_TYPE":"MOBILE"}],
             "EMAIL":[{"VALUE":"ada@example.org"}]}\
            """);
    JsonNode contact = client.call("crm.contact.get", "{\"id\":%d}".formatted(id)).result();
    assertThat(contact.path("PHONE").toString())
        .isEqualTo(
            """
            [{"ID":"1","VALUE_TYPE":"WORK","VALUE":"+1","TYPE_ID":"PHONE"},\
            {"ID":"2","VALUE_TYPE":"MOBILE","VALUE":"+2","TYPE_ID":"PHONE"}]\
            """);
    assertThat(contact.path("HAS_PHONE").asString()).isEqualTo("Y");
    assertThat(contact.has("WEB")).isFalse();

    client.call(
        "crm.contact.update",
        """
        {"id":%d,"fields":{"PHONE":[{"ID":1,"VALUE":"+3","VALUE_TYPE":"HOME"},
          {"ID":2,"DELETE":"Y"},{"VALUE":"+4"}]}}\
        """
            .formatted(id));

    Reply item = client.call("crm.item.get", "{\"entityTypeId\":3,\"id\":%d}".formatted(id));
    assertThat(item.result().path("item").path("fm").toString())
        .isEqualTo(
            """
            [{"id":1,"valueType":"HOME","value":"+3","typeId":"PHONE"},\
            {"id":3,"valueType":"WORK","value":"ada@example.org","typeId":"EMAIL"},\
            {"id":4,"valueType":"WORK","value":"+4","typeId":"PHONE"}]\
            """);
  }

  @Test
  void lists_are_filtered_by_what_integrators_filter_by() throws Exception {
    long ada =
        added(
            "crm.contact.add",
            "{\"NAME\":\"Ada\",\"LAST_NAME\":\"Lovelace\",\"PHONE\":[{\"VALUE\":\"+1\"}]}");
    added("crm.contact.add", "{\"NAME\":\"Bo\",\"EMAIL\":[{\"VALUE\":\"bo@example.org\"}]}");
    assertThat(found("crm.contact.list", "{\"PHONE\":\"+1\"}")).containsExactly(ada);
    assertThat(found("crm.contact.list", "{\"EMAIL\":\"ada@example.org\"}")).isEmpty();
    assertThat(found("crm.contact.list", "{\"%LAST_NAME\":\"love\"}")).containsExactly(ada);
    assertThat(found("crm.contact.list", "{\"HAS_EMAIL\":\"N\"}")).containsExactly(ada);
    Reply listed = client.call("crm.contact.list", "{\"filter\":{\"ID\":%d}}".formatted(ada));
    assertThat(listed.result().get(0).has("PHONE")).isFalse();
    Reply asked =
        client.call(
            "crm.contact.list",
            "{\"filter\":{\"ID\":%d},\"select\":[\"*\",\"PHONE\"]}".formatted(ada));
    assertThat(asked.result().get(0).path("PHONE").get(0).path("VALUE").asString()).isEqualTo("+1");

    long small = added("crm.deal.add", "{\"OPPORTUNITY\":\"5\",\"CLOSEDATE\":\"2026-03-01\"}");
    long big =
        added(
            "crm.deal.add",
            """
            {"OPPORTUNITY":70.5,"STAGE_ID":"WON","ASSIGNED_BY_ID":9,"COMPANY_ID":3,
             "ORIGINATOR_ID":"amo","ORIGIN_ID":"7","BEGINDATE":"11.03.2026"}\
            """);
    assertThat(found("crm.deal.list", "{\">OPPORTUNITY\":20}")).containsExactly(big);
    assertThat(found("crm.deal.list", "{\"CLOSED\":\"Y\"}")).containsExactly(big);
    assertThat(found("crm.deal.list", "{\"!STAGE_ID\":\"WON\"}")).containsExactly(small);
    assertThat(found("crm.deal.list", "{\"ASSIGNED_BY_ID\":[9,8],\"COMPANY_ID\":3}"))
        .containsExactly(big);
    assertThat(found("crm.deal.list", "{\"ORIGINATOR_ID\":\"amo\",\"@ORIGIN_ID\":[\"7\"]}"))
        .containsExactly(big);
    assertThat(found("crm.deal.list", "{\">=BEGINDATE\":\"2026-03-11\"}")).containsExactly(big);
    assertThat(found("crm.deal.list", "{\"CLOSEDATE\":\"2026-03-01\"}")).containsExactly(small);
    assertThat(found("crm.deal.list", "{\">DATE_CREATE\":\"2026-01-01T00:00:00+03:00\"}"))
        .contains(small, big);
    assertThat(found("crm.deal.list", "{\"\":1}")).contains(small, big);
    Reply item =
        client.call(
            "crm.item.list",
            "{\"entityTypeId\":2,\"select\":[\"opportunity\",\"leadId\",\"companyId\"],"
                + "\"filter\":{\">opportunity\":20,\"assignedById\":9}}");
    assertThat(item.result().path("items").toString())
        .isEqualTo(
            "[{\"id\":%d,\"opportunity\":70.5,\"companyId\":3,\"leadId\":null}]".formatted(big));
  }

  private List<Long> found(String method, String filter) throws Exception {
    Reply reply = client.call(method, "{\"filter\":%s}".formatted(filter));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.result().valueStream().map(row -> row.path("ID").asLong()).toList();
  }

  @Test
  void the_fields_of_a_record_are_described() throws Exception {
    JsonNode deal = client.call("crm.deal.fields", "{}").result();
    assertThat(deal.path("OPPORTUNITY").path("type").asString()).isEqualTo("double");
    assertThat(deal.path("DATE_CREATE").path("isReadOnly").asBoolean()).isTrue();
    assertThat(deal.has("PHONE")).isFalse();
    JsonNode contact =
        client.call("crm.item.fields", "{\"entityTypeId\":3}").result().path("fields");
    assertThat(contact.path("fm").path("type").asString()).isEqualTo("crm_multifield");
    assertThat(client.call("crm.item.fields", "{\"entityTypeId\":99}").error())
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void companies_are_there_for_clients_that_list_some() throws Exception {
    SandboxSeed.ofDeals(1).fill(portal.state());
    Reply some =
        client.call(
            "crm.item.list", "{\"entityTypeId\":4,\"filter\":{\">id\":12},\"select\":[\"id\"]}");
    assertThat(some.result().path("items").size()).isEqualTo(8);
    long made = added("crm.company.add", "{\"TITLE\":\"Mill\"}");
    client.call(
        "crm.company.update", "{\"id\":%d,\"fields\":{\"TITLE\":\"Mills\"}}".formatted(made));
    assertThat(found("crm.company.list", "{\"TITLE\":\"Mills\"}")).containsExactly(made);
    client.call("crm.company.delete", "{\"id\":%d}".formatted(made));
    assertThat(found("crm.company.list", "{\"TITLE\":\"Mills\"}")).isEmpty();
  }

  @Test
  void an_id_is_never_given_twice(@TempDir Path folder) throws Exception {
    portal.close();
    portal = SandboxPortal.start(SandboxOptions.defaults().withData(folder));
    client = PortalClient.of(portal);
    long deal = added("crm.deal.add", "{\"TITLE\":\"Engine\"}");
    long contact = added("crm.contact.add", "{\"NAME\":\"Ada\"}");
    client.call("crm.deal.delete", "{\"id\":%d}".formatted(deal));
    client.call("crm.contact.delete", "{\"id\":%d}".formatted(contact));

    assertThat(added("crm.deal.add", "{\"TITLE\":\"Mill\"}")).isEqualTo(deal + 1);
    client.call("crm.deal.delete", "{\"id\":%d}".formatted(deal + 1));
    portal.close();
    portal = SandboxPortal.start(SandboxOptions.defaults().withData(folder));
    client = PortalClient.of(portal);

    assertThat(added("crm.deal.add", "{\"TITLE\":\"Mill\"}")).isEqualTo(deal + 2);
    assertThat(added("crm.contact.add", "{\"NAME\":\"Ada\"}")).isEqualTo(contact + 1);
  }

  @Test
  void what_is_created_now_is_found_by_the_time_of_its_creation() throws Exception {
    long deal = added("crm.deal.add", "{\"TITLE\":\"Engine\"}");

    assertThat(found("crm.deal.list", "{\">=DATE_CREATE\":\"2026-01-01T00:00:00+03:00\"}"))
        .contains(deal);
  }

  @Test
  void a_deleted_contact_takes_its_links_along() throws Exception {
    portal.state().putContact(55);
    portal.state().putDeal(7, "55/10/Y 54/20/N");

    client.call("crm.contact.delete", "{\"id\":55}");

    assertThat(portal.state().linksText(7)).isEqualTo("54/20/N");
  }

  @Test
  void a_bad_call_is_refused_and_changes_nothing() throws Exception {
    portal.state().putDeal(7, "55/10/Y");
    portal.state().protectDeal(7);

    assertThat(client.call("crm.deal.update", "{\"id\":7,\"fields\":{}}").description())
        .isEqualTo("Access denied.");
    assertThat(client.call("crm.deal.get", "{}").description())
        .isEqualTo("ID is not defined or invalid.");
    assertThat(client.call("crm.deal.add", "{\"fields\":7}").status()).isEqualTo(400);
    assertThat(client.call("crm.deal.delete", "{\"id\":99}").description()).isEqualTo("Not found");
    assertThat(portal.state().dealCount()).isEqualTo(1);
  }

  @Test
  void what_was_stored_survives_a_restart(@TempDir Path folder) throws Exception {
    portal.close();
    portal = SandboxPortal.start(SandboxOptions.defaults().withData(folder));
    client = PortalClient.of(portal);
    long deal = added("crm.deal.add", "{\"TITLE\":\"Engine\",\"OPPORTUNITY\":\"30.5\"}");
    long contact = added("crm.contact.add", "{\"NAME\":\"Ada\",\"PHONE\":[{\"VALUE\":\"+1\"}]}");
    portal.close();

    portal = SandboxPortal.start(SandboxOptions.defaults().withData(folder));
    client = PortalClient.of(portal);

    assertThat(
            client
                .call("crm.deal.get", "{\"id\":%d}".formatted(deal))
                .result()
                .path("OPPORTUNITY")
                .asString())
        .isEqualTo("30.50");
    assertThat(found("crm.contact.list", "{\"PHONE\":\"+1\"}")).containsExactly(contact);
    added("crm.contact.add", "{\"PHONE\":[{\"VALUE\":\"+2\"}]}");
    assertThat(
            client
                .call("crm.contact.list", "{\"filter\":{\"PHONE\":\"+2\"},\"select\":[\"PHONE\"]}")
                .result()
                .toString())
        .contains("\"ID\":\"2\"");
  }
}
