package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.sandbox.crm.Card;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filling the sandbox, keeping its state, looking at it. */
class SandboxDataTest {

  @TempDir private Path folder;

  private static SandboxPortal portal() {
    return SandboxPortal.start(SandboxOptions.defaults());
  }

  @Test
  void the_same_seed_makes_the_same_portal() {
    SandboxSeed seed =
        SandboxSeed.ofDeals(200).withLinksPerDeal("0-4").withContacts(50).withSeed(3);
    try (SandboxPortal one = portal();
        SandboxPortal two = portal();
        SandboxPortal other = portal()) {
      seed.fill(one.state());
      seed.fill(two.state());
      seed.withSeed(4).fill(other.state());
      assertThat(one.state().allLinks()).isEqualTo(two.state().allLinks()).hasSize(200);
      assertThat(one.state().allLinks()).isNotEqualTo(other.state().allLinks());
      assertThat(one.state().contactCount()).isEqualTo(50);
      assertThat(one.state().allLinks().values())
          .allMatch(rows -> rows.size() <= 4 && (rows.isEmpty() || rows.getFirst().primary()));
    }
  }

  @Test
  void a_seed_can_come_from_another_system() throws Exception {
    try (SandboxPortal portal = portal()) {
      SandboxSeed.ofDeals(20).withOrigin("legacy").fill(portal.state());
      var reply =
          PortalClient.of(portal)
              .call(
                  "crm.contact.list",
                  "{\"filter\":{\"ORIGINATOR_ID\":\"legacy\",\"ORIGIN_ID\":\"C-9\"},\"select\":[\"ID\"]}");
      assertThat(reply.result().toString()).isEqualTo("[{\"ID\":\"9\"}]");
    }
  }

  @Test
  void links_come_from_a_csv_file_in_any_order() throws Exception {
    Path file = folder.resolve("links.csv");
    Files.write(
        file,
        List.of(
            "deal,contact,sort,primary", "9,55,,Y", "7,54,20,N", "7,55,10,Y", "", "8", "9,54,,n"));
    try (SandboxPortal portal = portal()) {
      assertThat(SandboxCsv.fill(portal.state(), file)).isEqualTo(3);
      assertThat(portal.state().linksText(7)).isEqualTo("55/10/Y 54/20/N");
      assertThat(portal.state().linksText(8)).isEmpty();
      assertThat(portal.state().linksText(9)).isEqualTo("55/10/Y 54/20/N");
      assertThat(portal.state().contactIdOf(9)).isEqualTo(55);
      assertThat(portal.state().contactCount()).isEqualTo(2);
      Files.write(file, List.of("7,abc"));
      assertThatThrownBy(() -> SandboxCsv.fill(portal.state(), file))
          .hasMessage(file + ":1: not deal,contact,sort,primary: 7,abc");
    }
  }

  @Test
  void the_state_survives_a_restart() {
    SandboxOptions options = SandboxOptions.defaults().withData(folder);
    try (SandboxPortal portal = SandboxPortal.start(options)) {
      SandboxSeed.ofDeals(100).fill(portal.state());
      portal.state().putDeal(5_000_000_000L, "7000000000/-5/N 55/10/N");
      portal.state().describeDeal(3, Card.imported("Ünïcode", "legacy", "A-3").asTemplate());
      portal.state().hideDeal(4);
      portal.state().touchDeal(5, 1234);
    }
    try (SandboxPortal portal = SandboxPortal.start(options);
        SandboxPortal fresh = portal()) {
      SandboxSeed.ofDeals(100).fill(fresh.state());
      assertThat(portal.state().dealCount()).isEqualTo(101);
      assertThat(portal.state().links(17)).isEqualTo(fresh.state().links(17));
      assertThat(portal.state().linksText(5_000_000_000L)).isEqualTo("7000000000/-5/N 55/10/N");
      portal
          .state()
          .reading(
              records -> {
                assertThat(records.dealCards().of(3).title()).isEqualTo("Ünïcode");
                assertThat(records.dealCards().of(3).recurring()).isTrue();
                assertThat(records.dealCards().withOrigin("A-3")).containsExactly(3);
                assertThat(records.unreadableDeals()).containsExactly(4L);
                assertThat(records.deals().updatedAt(4)).isEqualTo(1234);
                assertThat(records.contacts().size()).isEqualTo(100);
                return records;
              });
    }
  }

  @Test
  void two_sandboxes_cannot_share_a_folder_and_a_damaged_file_is_refused() throws Exception {
    SandboxOptions options = SandboxOptions.defaults().withData(folder);
    try (SandboxPortal portal = SandboxPortal.start(options)) {
      portal.state().putDeal(1, "");
      assertThatThrownBy(() -> SandboxPortal.start(options))
          .hasMessageContaining("another sandbox uses the folder");
    }
    Files.writeString(folder.resolve("portal.dat"), "nonsense nonsense");
    assertThatThrownBy(() -> SandboxPortal.start(options)).hasMessageContaining("damaged");
  }

  @Test
  void the_page_shows_deals_counts_and_requests_but_not_the_secret() throws Exception {
    try (SandboxPortal portal = portal()) {
      portal.state().putDeal(7, "55/10/Y");
      portal.state().describeDeal(7, Card.titled("<b>Big</b> deal"));
      PortalClient client = PortalClient.of(portal);
      client.batch(0, "a", "crm.deal.contact.items.get?id=7", "b", "scope");
      client.call("crm.nonsense", "{}");
      var page = PortalClient.send(HttpRequest.newBuilder(portal.baseUrl()).GET());
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.text())
          .contains("55/10/Y", "&lt;b>Big&lt;/b> deal")
          .contains("batch: 1 × crm.deal.contact.items.get, 1 × scope", "crm.nonsense", "404")
          .doesNotContain(portal.access().secret(), "http://cdn", "<script");
      assertThat(portal.counters().snapshot().commands("crm.deal.contact.items.get")).isOne();
      assertThat(portal.lastRequests()).hasSize(2);
    }
  }
}
