package io.dealsync.bitrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.bitrix.origin.OriginMatch;
import io.dealsync.portal.PortalFailure;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.crm.Card;
import io.dealsync.sandbox.rest.Access;
import io.dealsync.sandbox.rest.Quirk;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OriginLookupTest {

  private final SandboxConnections connections = new SandboxConnections();
  private final SandboxPortal sandbox = connections.start();
  private final BitrixPortal portal = connections.connect(sandbox);

  @AfterEach
  void close() throws Exception {
    connections.close();
  }

  private void contact(long id, String originator, String origin) {
    sandbox.state().putContact(id, Card.imported("Someone", originator, origin));
  }

  private void deal(long id, String originator, String origin) {
    sandbox.state().putDeal(id, "");
    sandbox.state().describeDeal(id, Card.imported("Something", originator, origin));
  }

  @Test
  void finds_2450_with_one_request() {
    IntStream.rangeClosed(1, 2450).forEach(i -> contact(i, "legacy", "A-" + i));
    portal.handshake();
    List<String> origins = IntStream.rangeClosed(1, 2450).mapToObj(i -> "A-" + i).toList();

    assertThat(portal.originLookup().contacts("legacy", origins))
        .hasSize(2450)
        .contains(new OriginMatch("A-17", 17));
    assertThat(portal.traffic().requests()).isEqualTo(1 + 1);
  }

  @Test
  void a_portal_without_the_newer_list_is_asked_by_the_older_ones() throws Exception {
    try (SandboxConnections others = new SandboxConnections()) {
      SandboxPortal old = others.start(Quirk.ITEM_LIST_FORBIDDEN);
      BitrixPortal asked = others.connect(old);
      IntStream.rangeClosed(1, 120)
          .forEach(i -> old.state().putContact(i, Card.imported("Someone", "legacy", "A-1")));
      old.state().putContact(500, Card.imported("Someone", "other", "A-1"));
      old.state().putContact(501, Card.imported("Someone", "legacy", "$result[d][0]"));
      old.state().putDeal(1, "");
      old.state().describeDeal(1, Card.imported("x", "legacy", "A-1").asTemplate());
      old.state().putDeal(2, "");
      old.state().describeDeal(2, Card.imported("x", "legacy", "A-1"));

      assertThat(asked.originLookup().contacts("legacy", List.of("A-1", "A-2", "$result[d][0]")))
          .hasSize(121)
          .contains(new OriginMatch("$result[d][0]", 501));
      assertThat(asked.originLookup().deals("legacy", List.of("A-1")))
          .containsExactly(new OriginMatch("A-1", 2));
    }
  }

  @Test
  void a_user_who_may_list_nothing_is_told() {
    sandbox.access().crmRight(Access.CrmRight.NO_DEALS);

    assertThatThrownBy(() -> portal.originLookup().deals("legacy", List.of("A-1")))
        .isInstanceOf(PortalFailure.class)
        .hasMessageContaining("give them the right to read");
  }

  @Test
  void tells_deals_and_contacts_and_originators_apart() {
    contact(1, "legacy", "A-1");
    contact(2, "other", "A-1");
    deal(3, "legacy", "A-1");

    assertThat(portal.originLookup().contacts("legacy", List.of("A-1", "A-2")))
        .containsExactly(new OriginMatch("A-1", 1));
    assertThat(portal.originLookup().deals("legacy", List.of("A-1", "A-2")))
        .containsExactly(new OriginMatch("A-1", 3));
  }

  @Test
  void an_id_used_more_than_once_is_found_each_time() {
    IntStream.rangeClosed(1, 120).forEach(i -> contact(i, "legacy", "A-1"));
    contact(500, "legacy", "A-2");

    assertThat(portal.originLookup().contacts("legacy", List.of("A-1", "A-2"))).hasSize(121);
  }

  @Test
  void templates_are_left_out() {
    deal(1, "legacy", "A-1");
    sandbox.state().describeDeal(1, Card.imported("x", "legacy", "A-1").asTemplate());

    assertThat(portal.originLookup().deals("legacy", List.of("A-1"))).isEmpty();
  }

  @Test
  void ids_of_every_spelling_arrive_as_they_are() {
    List<String> awkward =
        List.of(
            "a b", "a+b", "a#b", "a&b=c", "50%", "ÄÖ€😀", "x]y[", "$result[d][0]", "a\"b\\c", "17");
    for (int i = 0; i < awkward.size(); i++) {
      contact(i + 1, "my & own #1", awkward.get(i));
    }

    assertThat(portal.originLookup().contacts("my & own #1", awkward))
        .extracting(OriginMatch::origin)
        .containsExactlyInAnyOrderElementsOf(awkward);
  }

  @Test
  void an_originator_that_reads_as_a_reference_is_found_too() {
    contact(1, "$result[x]", "A-1");

    assertThat(portal.originLookup().contacts("$result[x]", List.of("A-1")))
        .containsExactly(new OriginMatch("A-1", 1));
  }

  @Test
  void letter_case_matters_and_blank_ids_are_not_asked_for() {
    contact(1, "legacy", "a-1");
    contact(2, "legacy", "");

    assertThat(portal.originLookup().contacts("legacy", List.of("A-1", "", " "))).isEmpty();
    assertThat(portal.originLookup().contacts("legacy", List.of(""))).isEmpty();
  }
}
