package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.crm.LinkWrite;
import io.dealsync.sandbox.crm.LinkWrite.Author;
import io.dealsync.sandbox.rest.Quirk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What others do to a deal's links, contract 1.8 and 2. */
class ForeignEffectsTest {

  private SandboxPortal portal = SandboxPortal.start(SandboxOptions.defaults());

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void a_deleted_contact_leaves_no_link_and_no_primary_row() throws Exception {
    portal.state().putContact(55);
    portal.state().putDeal(7, "55/10/Y 57/20/N 56/30/N");
    portal.state().asThirdParty().deleteContact(55);
    assertThat(portal.state().linksText(7)).isEqualTo("57/20/N 56/30/N");
    assertThat(portal.state().contactIdOf(7)).isEqualTo(56);
    assertThat(portal.state().hasContact(55)).isFalse();
    PortalClient.of(portal)
        .call("crm.deal.contact.add", "{\"id\":7,\"fields\":{\"CONTACT_ID\":60}}");
    assertThat(portal.state().linksText(7)).isEqualTo("57/20/N 56/30/N 60/40/Y");
  }

  @Test
  void a_merged_contacts_links_move_with_sort_and_primary() {
    portal.state().putDeal(1, "55/10/Y 54/20/N");
    portal.state().putDeal(2, "55/10/Y 60/20/N");
    portal.state().putDeal(3, "60/10/Y 55/20/N");
    portal.state().asThirdParty().mergeContacts(55, 60);
    assertThat(portal.state().linksText(1)).isEqualTo("60/10/Y 54/20/N");
    assertThat(portal.state().linksText(2)).isEqualTo("60/20/Y");
    assertThat(portal.state().linksText(3)).isEqualTo("60/10/Y");
    assertThat(portal.state().contactIdOf(1)).isEqualTo(60);
  }

  @Test
  void bad_states_are_kept_as_they_are() {
    portal.state().putDeal(1, "55/10/Y 54/10/Y");
    portal.state().putDeal(2, "55/10/N 4711/-3/N");
    assertThat(portal.state().linksText(1)).isEqualTo("54/10/Y 55/10/Y");
    assertThat(portal.state().linksText(2)).isEqualTo("4711/-3/N 55/10/N");
    assertThat(portal.state().contactIdOf(2)).isZero();
  }

  @Test
  void link_writes_leave_the_deals_time_alone_unless_told_otherwise() throws Exception {
    portal.state().putDeal(7, "55/10/Y");
    assertThat(updatedAfterAdd()).isEqualTo(1000);
    portal.close();
    portal =
        SandboxPortal.start(
            SandboxOptions.defaults().withQuirks(Quirk.LINK_WRITES_BUMP_UPDATED_TIME));
    portal.state().putDeal(7, "55/10/Y");
    assertThat(updatedAfterAdd()).isGreaterThan(1000);
  }

  private long updatedAfterAdd() throws Exception {
    portal.state().touchDeal(7, 1000);
    PortalClient.of(portal)
        .call("crm.deal.contact.add", "{\"id\":7,\"fields\":{\"CONTACT_ID\":60}}");
    return portal.state().reading(r -> r.deals().updatedAt(r.deals().ids().find(7)));
  }

  @Test
  void every_change_of_rows_is_reported_with_its_author() throws Exception {
    List<LinkWrite> writes = new ArrayList<>();
    portal.state().putDeal(7, "55/10/Y");
    portal.state().onWrite(writes::add);
    PortalClient client = PortalClient.of(portal);
    client.call("crm.deal.contact.add", "{\"id\":7,\"fields\":{\"CONTACT_ID\":60}}");
    client.call("crm.deal.contact.add", "{\"id\":7,\"fields\":{\"CONTACT_ID\":60}}");
    portal.state().asThirdParty().unlink(7, 55);
    assertThat(writes)
        .extracting(LinkWrite::author)
        .containsExactly(Author.REST, Author.THIRD_PARTY);
    assertThat(writes.getLast().before()).hasToString("[55/10/Y, 60/20/N]");
    assertThat(writes.getLast().after()).hasToString("[60/20/Y]");
  }
}
