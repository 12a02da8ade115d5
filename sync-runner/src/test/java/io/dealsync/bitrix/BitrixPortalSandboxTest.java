package io.dealsync.bitrix;

import static io.dealsync.bitrix.Changes.ANY_TIME;
import static io.dealsync.bitrix.Changes.FOREVER;
import static io.dealsync.bitrix.Changes.change;
import static io.dealsync.bitrix.Changes.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.portal.ExistingIds;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.Traffic;
import io.dealsync.portal.WriteResult;
import io.dealsync.portal.WriteRound;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.crm.Card;
import io.dealsync.sandbox.rest.Access;
import io.dealsync.sandbox.rest.Quirk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitrixPortalSandboxTest {

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

  @Test
  void shakes_hands_with_a_portal_that_follows_the_contract() {
    portal.handshake();

    assertThat(portal.traffic()).isEqualTo(new Traffic(1, 0, 0, 1));
  }

  @Test
  void reads_fifty_deals_with_one_request() {
    List<Long> deals = LongStream.rangeClosed(1, 120).boxed().toList();
    deals.forEach(deal -> sandbox.state().putDeal(deal, deal + "/10/Y 7/20/N"));

    Map<Long, Observation> read = portal.read(deals);

    assertThat(read).hasSize(120);
    assertThat(((Observation.Present) read.get(77L)).image()).isEqualTo(image("77/10/Y 7/20/N"));
    assertThat(portal.traffic().requests()).isEqualTo(3);
  }

  @Test
  void asks_for_a_deal_once_however_often_it_is_named() {
    sandbox.state().putDeal(5, "55/10/Y");

    assertThat(portal.read(List.of(5L, 5L, 5L))).hasSize(1);
    assertThat(sandbox.counters().snapshot().commands("crm.deal.contact.items.get")).isEqualTo(1);
  }

  @Test
  void takes_a_set_with_two_primaries_as_it_is() {
    sandbox.state().putDeal(5, "55/10/Y 54/10/Y");

    assertThat(((Observation.Present) portal.read(List.of(5L)).get(5L)).image())
        .isEqualTo(image("54/10/Y 55/10/Y"));
  }

  @Test
  void a_missing_deal_is_missing_on_a_strict_portal_and_empty_on_a_lenient_one() {
    assertThat(portal.read(List.of(404L)).get(404L)).isInstanceOf(Observation.Present.class);

    restart(Quirk.STRICT_MISSING_DEAL);

    assertThat(portal.read(List.of(404L)).get(404L)).isInstanceOf(Observation.Missing.class);
  }

  @Test
  void a_missing_deal_is_recognised_in_any_language() {
    restart(Quirk.STRICT_MISSING_DEAL, Quirk.LOCALISED_TEXTS);

    assertThat(portal.read(List.of(404L)).get(404L)).isInstanceOf(Observation.Missing.class);
  }

  @Test
  void a_refusal_in_words_does_not_make_a_deal_gone_that_the_portal_has() {
    try (ScriptedPortal scripted = new ScriptedPortal()) {
      scripted.otherwise(
          body -> {
            BatchScript answers = new BatchScript();
            for (String key : BatchScript.keys(body)) {
              if (key.endsWith("g")) {
                answers.error(key, "", "Not found.");
              } else {
                answers.result(key, "{\"item\":{\"id\":404}}");
              }
            }
            return answers.apply(body);
          });
      try (BitrixPortal talking = SandboxConnections.unpaced(scripted.webhook())) {
        assertThat(talking.read(List.of(404L)).get(404L))
            .isInstanceOfSatisfying(
                Observation.Unreadable.class,
                unreadable -> assertThat(unreadable.text()).isEqualTo("Not found."));
      }
    }
  }

  @Test
  void without_item_methods_words_count_only_as_far_as_the_older_list_agrees() {
    restart(Quirk.STRICT_MISSING_DEAL, Quirk.ITEM_LIST_FORBIDDEN);
    assertThat(portal.read(List.of(404L)).get(404L)).isInstanceOf(Observation.Missing.class);

    restart(Quirk.STRICT_MISSING_DEAL, Quirk.ITEM_LIST_FORBIDDEN, Quirk.LOCALISED_TEXTS);
    assertThat(portal.read(List.of(404L)).get(404L))
        .isInstanceOfSatisfying(
            Observation.Unreadable.class,
            unreadable -> assertThat(unreadable.text()).isEqualTo("Не найдено."));
  }

  @Test
  void a_user_without_rights_on_deals_is_denied_in_any_language() {
    for (Quirk quirk : List.of(Quirk.LOCALISED_TEXTS, Quirk.TIES_REVERSED)) {
      restart(quirk);
      sandbox.state().putDeal(7, "55/10/Y");
      sandbox.access().crmRight(Access.CrmRight.NO_DEALS);
      assertThat(portal.read(List.of(7L)).get(7L)).isInstanceOf(Observation.Denied.class);
    }
  }

  @Test
  void a_deal_without_right_is_denied_and_hides_no_other() {
    sandbox.state().putDeal(1, "55/10/Y");
    sandbox.state().putDeal(2, "55/10/Y");
    sandbox.state().hideDeal(1);

    Map<Long, Observation> read = portal.read(List.of(1L, 2L));

    assertThat(read.get(1L)).isInstanceOf(Observation.Denied.class);
    assertThat(read.get(2L)).isInstanceOf(Observation.Present.class);
  }

  @Test
  void finds_existing_deals_and_contacts_2500_with_one_request() {
    for (long id = 1; id <= 2500; id += 2) {
      sandbox.state().putDeal(id, "");
      sandbox.state().putContact(id);
    }
    List<Long> asked = LongStream.rangeClosed(1, 2500).boxed().toList();

    portal.handshake();
    Set<Long> deals = portal.existingDeals(asked).deals();
    Set<Long> contacts = portal.existingContacts(asked);

    assertThat(deals).hasSize(1250).contains(1L, 2499L).doesNotContain(2L);
    assertThat(contacts).isEqualTo(deals);
    assertThat(portal.traffic().requests()).isEqualTo(1 + 2);
  }

  @ParameterizedTest(name = "item list forbidden: {0}")
  @ValueSource(booleans = {false, true})
  void tells_templates_for_recurring_deals_from_deals(boolean forbidden) {
    if (forbidden) {
      restart(Quirk.ITEM_LIST_FORBIDDEN);
    }
    sandbox.state().putDeal(3, "");
    sandbox.state().putDeal(4, "");
    sandbox.state().describeDeal(4, Card.titled("Every month").asTemplate());

    ExistingIds existing = portal.existingDeals(List.of(3L, 4L, 5L));

    assertThat(existing.deals()).containsExactly(3L);
    assertThat(existing.templates()).containsExactly(4L);
  }

  @Test
  void looks_ids_up_by_the_older_lists_where_the_newer_one_is_forbidden() {
    restart(Quirk.ITEM_LIST_FORBIDDEN);
    sandbox.state().putDeal(3, "");
    sandbox.state().putContact(4);

    assertThat(portal.existingDeals(List.of(3L, 4L)).deals()).containsExactly(3L);
    assertThat(portal.existingContacts(List.of(3L, 4L))).containsExactly(4L);
  }

  @Test
  void carries_out_every_method_and_reads_back() {
    sandbox.state().putDeal(1, "55/10/Y 54/20/N");
    sandbox.state().putDeal(2, "55/10/Y 54/20/N");
    sandbox.state().putDeal(3, "55/10/Y 54/20/N");
    sandbox.state().putDeal(4, "55/10/Y 54/20/N");

    WriteRound round =
        portal.write(
            List.of(
                change(1, "55/10/Y 54/20/N", "55/10/Y 54/20/N 56/30/N"),
                change(2, "55/10/Y 54/20/N", "55/10/Y"),
                change(3, "55/10/Y 54/20/N", "54/10/Y 55/20/N"),
                change(4, "55/10/Y 54/20/N", "")),
            FOREVER,
            ANY_TIME);

    assertThat(round.failure()).isEmpty();
    assertThat(round.results())
        .containsEntry(1L, new WriteResult.Done(image("55/10/Y 54/20/N 56/30/N")))
        .containsEntry(2L, new WriteResult.Done(image("55/10/Y")))
        .containsEntry(3L, new WriteResult.Done(image("54/10/Y 55/20/N")))
        .containsEntry(4L, new WriteResult.Done(image("")));
    assertThat(portal.traffic()).isEqualTo(new Traffic(1, 0, 4, 10));
  }

  @Test
  void writes_25_deals_with_one_request() {
    List<Change> changes = new ArrayList<>();
    for (long deal = 1; deal <= 60; deal++) {
      sandbox.state().putDeal(deal, "55/10/Y");
      changes.add(change(deal, "55/10/Y", "55/10/Y 56/20/N"));
    }

    WriteRound round = portal.write(changes, FOREVER, ANY_TIME);

    assertThat(round.results().values()).hasSize(60).allMatch(WriteResult.Done.class::isInstance);
    assertThat(portal.traffic()).isEqualTo(new Traffic(3, 0, 60, 120));
  }

  @Test
  void sets_more_than_300_rows_by_a_call_of_their_own() {
    sandbox.state().putDeal(1, "");
    List<Link> rows =
        IntStream.rangeClosed(1, 301).mapToObj(i -> new Link(i, i * 10, i == 1)).toList();

    WriteRound round =
        portal.write(List.of(change(1, "", "", new Method.ReplaceAll(rows))), FOREVER, ANY_TIME);

    assertThat(((WriteResult.Done) round.results().get(1L)).after().rows()).isEqualTo(rows);
    assertThat(portal.traffic().requests()).isEqualTo(3);
  }

  @Test
  void links_more_contacts_than_a_batch_takes_in_several_batches() {
    sandbox.state().putDeal(1, "");
    List<Link> rows =
        IntStream.rangeClosed(1, 120).mapToObj(i -> new Link(i, i * 10, i == 1)).toList();

    WriteRound round =
        portal.write(List.of(change(1, "", "", new Method.Add(rows))), FOREVER, ANY_TIME);

    assertThat(((WriteResult.Done) round.results().get(1L)).after().rows()).isEqualTo(rows);
    assertThat(portal.traffic()).isEqualTo(new Traffic(3, 0, 1, 123));
  }

  @Test
  void a_refused_deal_does_not_concern_the_others() {
    sandbox.state().putDeal(1, "55/10/Y");

    WriteRound round =
        portal.write(
            List.of(
                change(404, "55/10/Y", "55/10/Y 56/20/N"), change(1, "55/10/Y", "55/10/Y 56/20/N")),
            FOREVER,
            ANY_TIME);

    assertThat(round.failure()).isEmpty();
    assertThat(round.results().get(404L))
        .isEqualTo(
            new WriteResult.Refused("", "Not found.", Optional.of(new LinkImage(List.of()))));
    assertThat(round.results().get(1L)).isInstanceOf(WriteResult.Done.class);
  }

  @Test
  void a_revoked_secret_ends_a_round_with_nothing_sent() {
    sandbox.state().putDeal(1, "55/10/Y");
    sandbox.access().revokeSecret();

    WriteRound round = portal.write(List.of(change(1, "55/10/Y", "")), FOREVER, ANY_TIME);

    assertThat(round.failure().orElseThrow().kind()).isEqualTo(PortalFailure.Kind.CONFIGURATION);
    assertThat(round.results().get(1L)).isInstanceOf(WriteResult.NotSent.class);
    assertThat(sandbox.state().linksText(1)).isEqualTo("55/10/Y");
  }

  @Test
  void a_user_without_crm_is_told_so() {
    sandbox.access().crmRight(Access.CrmRight.NONE);

    assertThatThrownBy(portal::handshake)
        .isInstanceOf(PortalFailure.class)
        .hasMessageContaining("no access to deals");
  }

  @Test
  void a_missing_scope_is_told_so() {
    sandbox.access().scopes(Set.of("tasks"));

    assertThatThrownBy(portal::handshake)
        .isInstanceOf(PortalFailure.class)
        .hasMessageContaining("lacks the scope crm");
  }
}
