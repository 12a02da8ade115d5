package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.PortalClient.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every conformance vector of contract 1.9. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkMethodVectorsTest {

  private static final long DEAL = 7;

  private final SandboxPortal portal = SandboxPortal.start(SandboxOptions.defaults());
  private final PortalClient client = PortalClient.of(portal);

  @AfterAll
  void stop() {
    portal.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      emptyValue = "",
      nullValues = "none",
      textBlock =
          """
          A   | ``                            | {"CONTACT_ID":55}                          | true  | 55/10/Y                            | 55
          B   | 55/10/Y                       | {"CONTACT_ID":54}                          | true  | 55/10/Y 54/20/N                    | 55
          C   | 55/10/Y 54/20/N               | {"CONTACT_ID":56,"IS_PRIMARY":"Y"}         | true  | 55/10/N 54/20/N 56/30/Y            | 56
          D   | 55/10/N 54/20/N 56/30/Y       | {"CONTACT_ID":55,"IS_PRIMARY":"Y","SORT":1}| false | 55/10/N 54/20/N 56/30/Y            | 56
          E   | 55/10/N 54/20/N 56/30/Y       | {"CONTACT_ID":50,"IS_PRIMARY":"y"}         | true  | 55/10/N 54/20/N 56/30/Y 50/40/Y    | 50
          F   | 55/10/Y                       | {"CONTACT_ID":57,"IS_PRIMARY":true}        | true  | 55/10/Y 57/20/N                    | 55
          G   | 55/10/Y                       | {"CONTACT_ID":57,"SORT":null}              | true  | 57/0/N 55/10/Y                     | 55
          G2  | 55/10/Y                       | {"CONTACT_ID":58,"SORT":-5}                | true  | 58/-5/N 55/10/Y                    | 55
          H   | 55/10/N 54/20/N               | {"CONTACT_ID":57,"IS_PRIMARY":"N"}         | true  | 55/10/N 54/20/N 57/30/Y            | 57
          I   | 55/0/Y 54/0/N                 | {"CONTACT_ID":57}                          | true  | 54/0/N 55/0/Y 57/10/N              | 55
          J   | 55/10/Y                       | {"CONTACT_ID":[55]}                        | true  | 55/10/Y 1/20/N                     | 55
          """)
  void add(
      String vector, String before, String fields, boolean result, String after, long contactId)
      throws Exception {
    portal.state().putDeal(DEAL, before);
    Reply reply =
        client.call("crm.deal.contact.add", "{\"id\":%d,\"fields\":%s}".formatted(DEAL, fields));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.result().asBoolean()).isEqualTo(result);
    assertThat(portal.state().linksText(DEAL)).isEqualTo(after);
    assertThat(portal.state().contactIdOf(DEAL)).isEqualTo(contactId);
  }

  @ParameterizedTest(name = "K {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}
          {"CONTACT_ID":0}
          {"CONTACT_ID":"abc"}
          {"CONTACT_ID":-3}
          """)
  void add_of_an_unusable_contact_is_refused_and_changes_nothing(String fields) throws Exception {
    portal.state().putDeal(DEAL, "");
    Reply reply =
        client.call("crm.deal.contact.add", "{\"id\":%d,\"fields\":%s}".formatted(DEAL, fields));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).isEmpty();
    assertThat(reply.description()).isEqualTo("The parameter 'fields' is not valid.");
    assertThat(portal.state().linksText(DEAL)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      emptyValue = "",
      textBlock =
          """
          D1 | 55/10/Y 54/20/N 56/30/N | 55 | true  | 54/20/Y 56/30/N | 54
          D2 | 54/20/Y 56/30/N         | 56 | true  | 54/20/Y         | 54
          D3 | 54/20/Y                 | 54 | true  | ``              | 0
          D4 | 54/20/Y                 | 99 | false | 54/20/Y         | 54
          D5 | 55/10/N 54/20/N         | 55 | true  | 54/20/N         | 0
          """)
  void delete(
      String vector, String before, long contact, boolean result, String after, long contactId)
      throws Exception {
    portal.state().putDeal(DEAL, before);
    Reply reply =
        client.call(
            "crm.deal.contact.delete",
            "{\"id\":%d,\"fields\":{\"CONTACT_ID\":%d}}".formatted(DEAL, contact));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.result().asBoolean()).isEqualTo(result);
    assertThat(portal.state().linksText(DEAL)).isEqualTo(after);
    assertThat(portal.state().contactIdOf(DEAL)).isEqualTo(contactId);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      emptyValue = "",
      textBlock =
          """
          S1  | ``                      | [{"CONTACT_ID":55,"IS_PRIMARY":"Y","SORT":100},{"CONTACT_ID":54,"SORT":200},{"CONTACT_ID":56,"SORT":400}] | 55/100/Y 54/200/N 56/400/N | 55
          S2  | 55/10/Y 54/20/N         | []                                                                    | ``                      | 0
          S3  | 55/10/Y 54/20/N         | [{"CONTACT_ID":0},{"ID":5},"x"]                                       | ``                      | 0
          S4  | ``                      | [{"CONTACT_ID":55},{"CONTACT_ID":55}]                                 | 55/20/N                 | 0
          S5  | ``                      | [{"CONTACT_ID":55,"IS_PRIMARY":"Y"},{"CONTACT_ID":54},{"CONTACT_ID":55}] | 54/20/N 55/30/N      | 0
          S5b | ``                      | [{"CONTACT_ID":55,"IS_PRIMARY":"Y"},{"CONTACT_ID":54},{"CONTACT_ID":54}] | 55/10/Y 54/30/N      | 55
          S5c | 55/10/Y 54/20/N         | [{"CONTACT_ID":55},{"CONTACT_ID":54},{"CONTACT_ID":55}]               | 54/20/N 55/30/N         | 0
          S6  | 54/20/Y                 | {"1":{"CONTACT_ID":54},"2":{"CONTACT_ID":55}}                         | 54/20/Y                 | 54
          S6b | 54/20/Y                 | {"a":{"CONTACT_ID":54}}                                               | ``                      | 0
          S7  | 55/100/Y 54/200/N 56/400/N | [{"CONTACT_ID":55},{"CONTACT_ID":54},{"CONTACT_ID":56}]            | 55/10/Y 54/20/N 56/30/N | 55
          S8  | 55/10/Y 54/20/N 56/30/N | [{"CONTACT_ID":55},{"CONTACT_ID":54,"IS_PRIMARY":"Y"},{"CONTACT_ID":56}] | 55/10/N 54/20/Y 56/30/N | 54
          S8b | ``                      | [{"CONTACT_ID":55},{"CONTACT_ID":56,"IS_PRIMARY":"Y"},{"CONTACT_ID":54,"IS_PRIMARY":"Y"}] | 55/10/N 56/20/Y 54/30/N | 56
          S8c | ``                      | [{"CONTACT_ID":55},{"CONTACT_ID":54,"IS_PRIMARY":"y"}]                | 55/10/Y 54/20/N         | 55
          S8d | 54/20/Y                 | [{"CONTACT_ID":0},{"CONTACT_ID":54}]                                  | 54/20/Y                 | 54
          S9  | 55/10/Y 54/20/Y         | [{"CONTACT_ID":55,"IS_PRIMARY":"Y","SORT":10},{"CONTACT_ID":54,"SORT":20}] | 55/10/Y 54/20/N    | 55
          S10 | 55/10/Y 54/20/Y         | [{"CONTACT_ID":55,"SORT":10},{"CONTACT_ID":54,"IS_PRIMARY":"Y","SORT":20}] | 55/10/Y 54/20/Y    | 54
          a changed SORT rewrites a second primary           | 55/10/Y 54/20/Y | [{"CONTACT_ID":55,"SORT":11},{"CONTACT_ID":54,"IS_PRIMARY":"Y","SORT":20}] | 55/11/N 54/20/Y | 54
          any set repairs a deal without primary             | 55/10/N 54/20/N | [{"CONTACT_ID":55,"SORT":10},{"CONTACT_ID":54,"IS_PRIMARY":"Y","SORT":20}] | 55/10/N 54/20/Y | 54
          of three primaries only the last loses its flag    | 55/10/Y 54/20/Y 56/30/Y | [{"CONTACT_ID":55,"IS_PRIMARY":"Y","SORT":10},{"CONTACT_ID":54,"SORT":20},{"CONTACT_ID":56,"SORT":30}] | 55/10/Y 54/20/Y 56/30/N | 54
          """)
  void items_set(String vector, String before, String items, String after, long contactId)
      throws Exception {
    portal.state().putDeal(DEAL, before);
    Reply reply =
        client.call(
            "crm.deal.contact.items.set", "{\"id\":%d,\"items\":%s}".formatted(DEAL, items));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.result().asBoolean()).isTrue();
    assertThat(portal.state().linksText(DEAL)).isEqualTo(after);
    if (!vector.equals("S10")) {
      assertThat(portal.state().contactIdOf(DEAL)).isEqualTo(contactId);
    }
  }
}
