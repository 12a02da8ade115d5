package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.PortalClient.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    assertThat(read.result().path("OPPORTUNITY").asString()).isEqualTo("30.5");
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
    portal.close();

    portal = SandboxPortal.start(SandboxOptions.defaults().withData(folder));
    client = PortalClient.of(portal);

    assertThat(
            client
                .call("crm.deal.get", "{\"id\":%d}".formatted(deal))
                .result()
                .path("OPPORTUNITY")
                .asString())
        .isEqualTo("30.5");
  }
}
