package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.PortalClient.Reply;
import io.dealsync.sandbox.rest.Access;
import io.dealsync.sandbox.rest.Quirk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The error table of contract 1.1: texts, statuses, order of checks. */
class LinkMethodErrorsTest {

  private static final long DEAL = 7;

  private SandboxPortal portal = portal();
  private PortalClient client = PortalClient.of(portal);

  private static SandboxPortal portal(Quirk... quirks) {
    SandboxPortal portal = SandboxPortal.start(SandboxOptions.defaults().withQuirks(quirks));
    portal.state().putDeal(DEAL, "55/10/Y 54/20/N");
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

  private void assertRefused(Reply reply, int status, String error, String text) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text())
        .isEqualTo("{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(error, text));
    assertThat(portal.state().linksText(DEAL)).isEqualTo("55/10/Y 54/20/N");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          add          | {}                                  | The parameter 'ownerEntityID' is invalid or not defined.
          add          | {"id":0}                            | The parameter 'ownerEntityID' is invalid or not defined.
          add          | {"id":"abc","fields":{}}            | The parameter 'ownerEntityID' is invalid or not defined.
          add          | {"id":null}                         | The parameter 'ownerEntityID' is invalid or not defined.
          delete       | {"id":-1}                           | The parameter 'ownerEntityID' is invalid or not defined.
          items.get    | {}                                  | The parameter ownerEntityID is invalid or not defined.
          items.set    | {"items":[]}                        | The parameter ownerEntityID is invalid or not defined.
          items.delete | {}                                  | The parameter ownerEntityID is invalid or not defined.
          add          | {"id":7}                            | The parameter 'fields' must be array.
          add          | {"id":7,"fields":"55"}              | The parameter 'fields' must be array.
          delete       | {"id":7}                            | The parameter 'item' must be array.
          items.set    | {"id":7}                            | The parameter items must be array.
          items.set    | {"id":7,"items":"x"}                | The parameter items must be array.
          add          | {"id":99}                           | The parameter 'fields' must be array.
          add          | {"id":99,"fields":{}}               | Not found.
          delete       | {"id":99,"fields":{}}               | Not found.
          items.set    | {"id":99,"items":[]}                | Not found.
          add          | {"id":7,"fields":{"ID":5}}          | The parameter 'fields' is not valid.
          delete       | {"id":7,"fields":{"CONTACT_ID":0}}  | The parameter 'fields' is not valid.
          """)
  void a_bad_call_is_refused_with_400_and_an_empty_code(String method, String params, String text)
      throws Exception {
    assertRefused(client.call("crm.deal.contact." + method, params), 400, "", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fields", "add", "delete", "items.get", "items.set", "items.delete"})
  void a_user_without_crm_access_is_refused_before_anything_else(String method) throws Exception {
    portal.access().crmRight(Access.CrmRight.NONE);
    assertRefused(client.call("crm.deal.contact." + method, "{}"), 400, "", "Access denied.");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          add          | {"id":7,"fields":{"CONTACT_ID":1}} | Access denied.
          delete       | {"id":7,"fields":{"CONTACT_ID":1}} | Access denied.
          items.get    | {"id":7}                           | Access denied.
          items.set    | {"id":7,"items":[]}                | Access denied.
          items.delete | {"id":7}                           | Access denied
          """)
  void a_user_without_rights_on_deals_is_refused(String method, String params, String text)
      throws Exception {
    portal.access().crmRight(Access.CrmRight.NO_DEALS);
    assertRefused(client.call("crm.deal.contact." + method, params), 400, "", text);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          add          | {"id":7,"fields":{}}
          delete       | {"id":7,"fields":{}}
          items.get    | {"id":7}
          items.set    | {"id":7,"items":[]}
          items.delete | {"id":7}
          """)
  void a_deal_the_user_may_not_see_is_refused_with_403(String method, String params)
      throws Exception {
    portal.state().hideDeal(DEAL);
    assertRefused(
        client.call("crm.deal.contact." + method, params), 403, "ACCESS_DENIED", "Access denied!");
  }

  @Test
  void items_delete_needs_only_the_right_to_read() throws Exception {
    portal.state().protectDeal(DEAL);
    assertRefused(
        client.call("crm.deal.contact.items.set", "{\"id\":7,\"items\":[]}"),
        403,
        "ACCESS_DENIED",
        "Access denied!");
    assertThat(client.call("crm.deal.contact.items.delete", "{\"id\":7}").status()).isEqualTo(200);
    assertThat(portal.state().linksText(DEAL)).isEmpty();
  }

  @Test
  void a_missing_deal_looks_empty_by_default_and_is_not_found_in_strict_mode() throws Exception {
    Reply get = client.call("crm.deal.contact.items.get", "{\"id\":99}");
    assertThat(get.status()).isEqualTo(200);
    assertThat(get.result().toString()).isEqualTo("[]");
    Reply delete = client.call("crm.deal.contact.items.delete", "{\"id\":99}");
    assertThat(delete.result().asBoolean()).isTrue();
    restartWith(Quirk.STRICT_MISSING_DEAL);
    assertRefused(client.call("crm.deal.contact.items.get", "{\"id\":99}"), 400, "", "Not found.");
    assertRefused(
        client.call("crm.deal.contact.items.delete", "{\"id\":99}"), 400, "", "Not found");
  }

  @Test
  void items_set_can_pretend_that_a_missing_deal_was_written() throws Exception {
    restartWith(Quirk.SET_ACCEPTS_MISSING_DEAL);
    Reply set =
        client.call("crm.deal.contact.items.set", "{\"id\":99,\"items\":[{\"CONTACT_ID\":5}]}");
    assertThat(set.result().asBoolean()).isTrue();
    assertThat(portal.state().hasDeal(99)).isFalse();
  }

  @Test
  void contacts_need_not_exist_unless_rights_on_them_are_checked() throws Exception {
    String add = "{\"id\":7,\"fields\":{\"CONTACT_ID\":4711}}";
    restartWith(Quirk.CONTACT_RIGHTS_CHECKED);
    portal.state().putContact(55);
    portal.state().putContact(54);
    String text = "[Contact #4711] You do not have permission to view this item";
    assertRefused(client.call("crm.deal.contact.add", add), 400, "", text);
    assertRefused(
        client.call(
            "crm.deal.contact.items.set",
            "{\"id\":7,\"items\":[{\"CONTACT_ID\":55},{\"CONTACT_ID\":4711}]}"),
        400,
        "",
        "[Contact #4711] You do not have permission to view this item");
    portal.state().hideContact(54);
    assertRefused(
        client.call("crm.deal.contact.delete", "{\"id\":7,\"fields\":{\"CONTACT_ID\":54}}"),
        400,
        "",
        "[Contact #54] You do not have permission to view this item");
    restartWith();
    assertThat(client.call("crm.deal.contact.add", add).result().asBoolean()).isTrue();
    assertThat(portal.state().linksText(DEAL)).endsWith("4711/30/N");
  }

  @Test
  void texts_can_come_in_the_portals_language() throws Exception {
    restartWith(Quirk.LOCALISED_TEXTS);
    Reply reply = client.call("crm.deal.contact.items.set", "{\"id\":99,\"items\":[]}");
    assertThat(reply.description()).isEqualTo("Не найдено.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fields", "FIELDS", "Fields", "arFields"})
  void add_accepts_its_fields_under_four_names(String name) throws Exception {
    String params = "{\"ID\":\"7abc\",\"%s\":{\"CONTACT_ID\":\"60x\",\"ROLE_ID\":9,\"FOO\":1}}";
    assertThat(client.call("crm.deal.contact.add", params.formatted(name)).status()).isEqualTo(200);
    assertThat(portal.state().linksText(DEAL)).isEqualTo("55/10/Y 54/20/N 60/30/N");
  }

  @ParameterizedTest
  @ValueSource(strings = {"items", "ITEMS", "Items", "arItems"})
  void items_set_accepts_its_items_under_four_names(String name) throws Exception {
    String params = "{\"id\":7,\"%s\":[{\"CONTACT_ID\":60}]}";
    assertThat(client.call("crm.deal.contact.items.set", params.formatted(name)).status())
        .isEqualTo(200);
    assertThat(portal.state().linksText(DEAL)).isEqualTo("60/10/Y");
  }

  @Test
  void fields_describes_sort_primary_and_contact_in_this_order() throws Exception {
    Reply reply = client.call("crm.deal.contact.fields", "{}");
    assertThat(reply.result().toString())
        .isEqualTo(
            """
            {"SORT":{"type":"integer","isRequired":false,"isReadOnly":false,"isImmutable":false,\
            "isMultiple":false,"isDynamic":false,"title":"Sorting"},\
            "IS_PRIMARY":{"type":"char","isRequired":false,"isReadOnly":false,"isImmutable":false,\
            "isMultiple":false,"isDynamic":false,"title":"Primary"},\
            "CONTACT_ID":{"type":"integer","isRequired":true,"isReadOnly":false,\
            "isImmutable":false,"isMultiple":false,"isDynamic":false,"title":"Contact"}}""");
  }

  @Test
  void items_get_shows_numbers_and_a_flag_ordered_by_sort_then_contact() throws Exception {
    portal.state().putDeal(DEAL, "60/20/N 55/10/Y 54/10/Y");
    Reply reply = client.call("crm.deal.contact.items.get", "{\"id\":7}");
    assertThat(reply.result().toString())
        .isEqualTo(
            """
            [{"CONTACT_ID":54,"SORT":10,"ROLE_ID":0,"IS_PRIMARY":"Y"},\
            {"CONTACT_ID":55,"SORT":10,"ROLE_ID":0,"IS_PRIMARY":"Y"},\
            {"CONTACT_ID":60,"SORT":20,"ROLE_ID":0,"IS_PRIMARY":"N"}]""");
    restartWith(Quirk.TIES_REVERSED);
    portal.state().putDeal(DEAL, "60/20/N 55/10/Y 54/10/Y");
    assertThat(portal.state().linksText(DEAL)).isEqualTo("55/10/Y 54/10/Y 60/20/N");
  }
}
