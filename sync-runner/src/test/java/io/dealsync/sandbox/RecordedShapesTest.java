package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.PortalClient.Reply;
import io.dealsync.sandbox.rest.Limits;
import io.dealsync.sandbox.rest.Quirk;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The sandbox can answer in every shape that was recorded from real portals between 2022 and 2025.
 */
class RecordedShapesTest {

  private final SteppedTime time = new SteppedTime();

  private SandboxPortal portal(Limits limits, Quirk... quirks) {
    SandboxPortal portal =
        SandboxPortal.start(
            SandboxOptions.defaults().withTime(time, time).withLimits(limits).withQuirks(quirks));
    portal.state().putDeal(205364, "350354/10/Y 369658/10/Y");
    return portal;
  }

  /** Property names and kinds of values, without the values. */
  private static String shape(JsonNode node) {
    if (node.isObject()) {
      Map<String, String> members = new TreeMap<>();
      node.properties().forEach(member -> members.put(member.getKey(), shape(member.getValue())));
      return members.toString();
    }
    if (node.isArray()) {
      return node.isEmpty() ? "[]" : "[" + shape(node.get(0)) + " x" + node.size() + "]";
    }
    return node.isNumber() ? "#" : node.getNodeType().toString();
  }

  private static final String TIME =
      "{date_finish=STRING, date_start=STRING, duration=#, finish=#, operating=#,"
          + " operating_reset_at=#, processing=#, start=#}";

  @Test
  void a_link_set_with_two_primaries_under_a_numeric_key() throws Exception {
    Limits costs =
        Limits.none()
            .withOperating(
                Duration.ofSeconds(480),
                Limits.Accounting.PER_METHOD,
                Duration.ZERO,
                Map.of("crm.deal.contact.items.get", Duration.ofMillis(702)));
    try (SandboxPortal portal = portal(costs)) {
      Reply reply =
          PortalClient.of(portal).batch(0, "205364", "crm.deal.contact.items.get?id=205364");
      assertThat(shape(reply.json()))
          .isEqualTo(
              "{result={result={205364=[{CONTACT_ID=#, IS_PRIMARY=STRING, ROLE_ID=#, SORT=#} x2]},"
                  + " result_error=[], result_next=[], result_time={205364="
                  + TIME
                  + "},"
                  + " result_total=[]}, time="
                  + TIME
                  + "}");
      assertThat(reply.text()).contains("\"operating\":0.702000").endsWith("\"operating\":0}}");
    }
  }

  @Test
  void a_list_without_rows() throws Exception {
    try (SandboxPortal portal = portal(Limits.none())) {
      Reply reply =
          PortalClient.of(portal)
              .batch(0, "order0000000000", "crm.deal.list?filter[ID]=1&select[]=ID&start=0");
      assertThat(shape(reply.result()))
          .isEqualTo(
              "{result={order0000000000=[]}, result_error=[], result_next=[],"
                  + " result_time={order0000000000="
                  + TIME
                  + "},"
                  + " result_total={order0000000000=#}}");
    }
  }

  @Test
  void numeric_keys_where_errors_become_a_list() throws Exception {
    try (SandboxPortal portal = portal(Limits.none())) {
      PortalClient client = PortalClient.of(portal);
      String bad = "crm.deal.contact.add?id=99&fields[CONTACT_ID]=1";
      String get = "crm.deal.contact.items.get?id=205364";
      String error = "{error=STRING, error_description=STRING}";
      assertThat(shape(client.batch(0, "0", bad, "1", bad, "35943", get).result()))
          .startsWith("{result={35943=[")
          .contains("result_error=[" + error + " x2]");
      assertThat(shape(client.batch(0, "0", bad, "1", bad).result()))
          .isEqualTo(
              "{result=[], result_error=["
                  + error
                  + " x2], result_next=[], result_time=[],"
                  + " result_total=[]}");
      assertThat(shape(client.batch(0, "0", bad).result()))
          .contains("result=[], result_error=[" + error + " x1]");
    }
  }

  @Test
  void one_page_of_items_without_next_and_operating() throws Exception {
    try (SandboxPortal portal = portal(Limits.none(), Quirk.SELF_HOSTED)) {
      Reply reply =
          PortalClient.of(portal)
              .call("crm.item.list", "{\"entityTypeId\":2,\"select\":[\"id\",\"title\"]}");
      assertThat(shape(reply.json()))
          .isEqualTo(
              "{result={items=[{id=#, title=STRING} x1]},"
                  + " time={date_finish=STRING, date_start=STRING, duration=#, finish=#,"
                  + " processing=#, start=#}, total=#}");
    }
  }
}
