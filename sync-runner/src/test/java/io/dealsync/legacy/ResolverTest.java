package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.bitrix.origin.OriginLookup;
import io.dealsync.bitrix.origin.OriginMatch;
import io.dealsync.db.legacy.Blocker;
import io.dealsync.db.legacy.IdCounts;
import io.dealsync.db.legacy.LegacyKind;
import io.dealsync.db.legacy.LegacyResolution;
import io.dealsync.db.legacy.MoveCounts;
import io.dealsync.guard.Limit;
import io.dealsync.guard.Limits;
import io.dealsync.guard.Refusal;
import io.dealsync.legacy.ImportRequest.Wish;
import io.dealsync.portal.PortalFailure;
import io.dealsync.run.StopSignal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ResolverTest {

  @RegisterExtension final LegacyDatabase database = new LegacyDatabase();

  @TempDir Path folder;
  private Exports exports;
  private final FakeOrigins portal = new FakeOrigins();

  @BeforeEach
  void prepare() {
    exports = new Exports(folder);
  }

  @Test
  void resolved_links_become_desired_links_with_their_order_and_primary() {
    imported("deal,contact,sort,primary\nD1,C2,10,N\nD1,C1,20,Y\nD2,C1,,N\nD2,C3,,N\n");
    portal.deal("D1", 101).deal("D2", 102).contact("C1", 11).contact("C2", 12).contact("C3", 9);

    ResolveReport report = resolve();

    assertThat(report.deals()).isEqualTo(new IdCounts(2, 2, 0));
    assertThat(report.contacts()).isEqualTo(new IdCounts(3, 3, 0));
    assertThat(report.move()).hasValue(new MoveCounts(2, 0, 0, 0, 0, 4, 0, 0, 0));
    assertThat(report.complete()).isTrue();
    assertThat(desired())
        .containsExactly("101 12 10 f", "101 11 20 t", "102 11 10 f", "102 9 20 f");
    assertThat(database.rows("SELECT deal_id, mode FROM dealsync.deal ORDER BY 1"))
        .containsExactly("101 mirror", "102 mirror");
  }

  @Test
  void missing_and_ambiguous_ids_are_listed_with_the_links_they_block() {
    imported("deal,contact\nD1,C1\nD1,C2\nD2,C2\nD3,C3\nD4,C3\n");
    portal.deal("D1", 101).deal("D2", 102).deal("D3", 103).deal("D3", 104);
    portal.contact("C1", 11).contact("C3", 13);

    ResolveReport report = resolve();

    assertThat(report.blockers())
        .containsExactly(
            new Blocker(
                "contact",
                "C2",
                "not found: no contact with ORIGINATOR_ID old has this ORIGIN_ID",
                2),
            new Blocker("deal", "D3", "ambiguous: 2 deals have this ORIGIN_ID: 103, 104", 1),
            new Blocker(
                "deal", "D4", "not found: no deal with ORIGINATOR_ID old has this ORIGIN_ID", 1));
    assertThat(report.move()).hasValue(new MoveCounts(0, 0, 2, 2, 0, 0, 0, 0, 0));
    assertThat(report.complete()).isFalse();
    assertThat(desired()).isEmpty();
  }

  @Test
  void partial_moves_what_is_resolved_and_the_rest_follows_later() {
    imported("deal,contact,primary\nD1,C1,N\nD1,C2,Y\nD2,C2,N\n");
    portal.deal("D1", 101).deal("D2", 102).contact("C1", 11);

    ResolveReport partial = resolver().run(request(true, false));
    assertThat(partial.move()).hasValue(new MoveCounts(1, 0, 0, 1, 0, 1, 0, 0, 0));
    assertThat(desired()).containsExactly("101 11 10 f");

    portal.contact("C2", 12);
    ResolveReport whole = resolve();
    assertThat(whole.move()).hasValue(new MoveCounts(2, 0, 0, 0, 0, 2, 1, 0, 1));
    assertThat(desired()).containsExactly("101 11 10 f", "101 12 20 t", "102 12 10 f");
  }

  @Test
  void a_second_run_moves_nothing_and_does_not_bring_back_what_people_took_out() {
    imported("deal,contact\nD1,C1\nD1,C2\n");
    portal.deal("D1", 101).contact("C1", 11).contact("C2", 12);
    resolve();
    database.execute("DELETE FROM dealsync.deal_contact WHERE contact_id = 12");
    int asked = portal.asked.size();

    ResolveReport again = resolve();

    assertThat(again.move()).hasValue(new MoveCounts(0, 1, 0, 0, 0, 0, 0, 0, 0));
    assertThat(desired()).containsExactly("101 11 10 f");
    assertThat(portal.asked).hasSize(asked);
  }

  @Test
  void a_link_of_a_later_file_is_added_to_a_deal_that_was_moved() {
    imported("deal,contact\nD1,C1\n");
    portal.deal("D1", 101).contact("C1", 11).contact("C2", 12);
    resolve();
    imported("deal,contact\nD1,C2\n");
    assertThat(resolve().move()).hasValue(new MoveCounts(1, 0, 0, 0, 0, 1, 1, 0, 1));
    assertThat(desired()).containsExactly("101 11 10 f", "101 12 20 f");
  }

  @Test
  void a_later_file_does_not_bring_back_a_link_that_people_took_out() {
    imported("deal,contact\nD1,C1\nD1,C2\n");
    portal.deal("D1", 101).contact("C1", 11).contact("C2", 12).contact("C3", 13).contact("C4", 14);
    resolve();
    database.execute("DELETE FROM dealsync.deal_contact WHERE contact_id = 12");

    imported("deal,contact\nD1,C3\n");
    assertThat(resolve().move()).hasValue(new MoveCounts(1, 0, 0, 0, 0, 1, 1, 0, 1));
    assertThat(desired()).containsExactly("101 11 10 f", "101 13 20 f");

    imported("deal,contact\nD1,C4\n");
    assertThat(resolve().move()).hasValue(new MoveCounts(1, 0, 0, 0, 0, 1, 2, 0, 1));
    assertThat(desired()).containsExactly("101 11 10 f", "101 13 20 f", "101 14 30 f");
  }

  @Test
  void a_link_that_people_replaced_by_another_one_stays_replaced() {
    imported("deal,contact\nD1,C1\nD1,C2\n");
    portal.deal("D1", 101).contact("C1", 11).contact("C2", 12).contact("C3", 13);
    resolve();
    database.execute("UPDATE dealsync.deal_contact SET contact_id = 99 WHERE contact_id = 12");
    imported("deal,contact\nD1,C3\n");
    resolve();
    assertThat(desired()).containsExactly("101 11 10 f", "101 13 20 f", "101 99 20 f");
  }

  @Test
  void a_link_that_was_taken_out_before_its_deal_moved_comes_with_the_deal() {
    database.execute(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (101, 11)",
        "DELETE FROM dealsync.deal_contact");
    imported("deal,contact\nD1,C1\n");
    portal.deal("D1", 101).contact("C1", 11);
    resolve();
    assertThat(desired()).containsExactly("101 11 10 f");
  }

  @Test
  void a_later_file_does_not_bring_back_a_deal_that_people_took_out() {
    imported("deal,contact\nD1,C1\nD2,C1\n");
    portal.deal("D1", 101).deal("D2", 102).contact("C1", 11).contact("C2", 12);
    resolve();
    database.execute("DELETE FROM dealsync.deal WHERE deal_id = 101");
    imported("deal,contact\nD1,C2\n");

    ResolveReport report = resolve();

    assertThat(report.move()).hasValue(new MoveCounts(0, 2, 0, 0, 0, 0, 0, 0, 0));
    assertThat(report.complete()).isTrue();
    assertThat(desired()).containsExactly("102 11 10 f");

    database.execute(
        "UPDATE dealsync.legacy_deal SET moved_to = NULL, moved_at = NULL WHERE legacy_id = 'D1'");
    resolve();
    assertThat(desired()).containsExactly("101 11 10 f", "101 12 20 f", "102 11 10 f");
  }

  @Test
  void a_newer_export_with_another_contact_in_place_of_one_replaces_it() {
    imported("deal,contact\nD1,C1\nD1,C2\n");
    portal.deal("D1", 101).contact("C1", 11).contact("C2", 12).contact("C3", 13);
    resolve();
    superseding("deal,contact\nD1,C1\nD1,C3\n");
    resolve();
    assertThat(desired()).containsExactly("101 11 10 f", "101 13 20 f");
  }

  @Test
  void where_only_some_links_have_a_place_the_others_follow_in_the_order_of_lines() {
    imported("deal,contact,sort\nD1,C1,\nD1,C2,\nD1,C3,5\n");
    portal.deal("D1", 101).contact("C1", 19).contact("C2", 12).contact("C3", 13);
    resolve();
    assertThat(desired()).containsExactly("101 13 10 f", "101 19 20 f", "101 12 30 f");
  }

  @Test
  void stopped_between_two_transactions_the_rest_is_moved_by_the_next_run() {
    imported("deal,contact\nD1,C1\nD2,C1\nD3,C1\n");
    portal.deal("D1", 101).deal("D2", 102).deal("D3", 103).contact("C1", 11);

    Resolver stopped =
        new Resolver(
            database.source(),
            () -> portal,
            ResolveProgress.NONE,
            () -> Integer.parseInt(database.one("SELECT count(*) FROM dealsync.deal_contact")) >= 2,
            1);
    assertThat(stopped.run(request(false, false)).move())
        .hasValue(new MoveCounts(2, 0, 0, 0, 0, 2, 0, 0, 0));
    assertThat(desired()).containsExactly("101 11 10 f", "102 11 10 f");

    assertThat(resolve().move()).hasValue(new MoveCounts(1, 2, 0, 0, 0, 1, 0, 0, 0));
    assertThat(desired()).containsExactly("101 11 10 f", "102 11 10 f", "103 11 10 f");
  }

  @Test
  void desired_links_that_are_there_already_keep_their_order_and_primary() {
    database.execute(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary) VALUES (101, 99,"
            + " 5, true), (101, 11, 7, false)");
    imported("deal,contact,sort,primary\nD1,C1,10,Y\nD1,C2,20,N\n");
    portal.deal("D1", 101).contact("C1", 11).contact("C2", 12);

    ResolveReport report = resolve();

    assertThat(report.move()).hasValue(new MoveCounts(1, 0, 0, 0, 0, 1, 1, 0, 1));
    assertThat(desired()).containsExactly("101 99 5 t", "101 11 7 f", "101 12 20 f");
  }

  @Test
  void two_deals_that_would_become_one_are_refused_until_one_is_put_right() {
    imported("deal,contact\nD1,C1\nD2,C1\n");
    portal.deal("D1", 101).deal("D2", 101).contact("C1", 11);

    ResolveReport report = resolve();

    assertThat(report.blockers())
        .containsExactly(
            new Blocker("deal", "D1", "Bitrix24 deal 101 is also that of D2", 1),
            new Blocker("deal", "D2", "Bitrix24 deal 101 is also that of D1", 1));
    assertThat(desired()).isEmpty();
    database.execute("UPDATE dealsync.legacy_deal SET deal_id = 102 WHERE legacy_id = 'D2'");
    assertThat(resolve().complete()).isTrue();
    assertThat(desired()).containsExactly("101 11 10 f", "102 11 10 f");
  }

  @Test
  void two_contacts_that_became_one_give_one_link_which_is_primary_if_either_was() {
    imported("deal,contact,primary\nD1,C1,N\nD1,C2,Y\nD1,C3,N\n");
    portal.deal("D1", 101).contact("C1", 11).contact("C2", 11).contact("C3", 13);

    ResolveReport report = resolve();

    assertThat(report.move()).hasValue(new MoveCounts(1, 0, 0, 0, 0, 2, 0, 1, 0));
    assertThat(desired()).containsExactly("101 11 10 t", "101 13 20 f");
  }

  @Test
  void a_deal_with_a_rejected_row_waits_for_the_corrected_one() {
    imported("deal,contact,primary\nD1,C1,Y\nD1,C2,Y\n");
    portal.deal("D1", 101).contact("C1", 11).contact("C2", 12);
    assertThat(resolve().move()).hasValue(new MoveCounts(0, 0, 0, 0, 1, 0, 0, 0, 0));

    imported("deal,contact,primary\nD1,C2,N\n");

    assertThat(resolve().move()).hasValue(new MoveCounts(1, 0, 0, 0, 0, 2, 0, 0, 0));
    assertThat(desired()).containsExactly("101 11 10 t", "101 12 20 f");
  }

  @Test
  void a_deal_with_a_rejected_row_moves_when_somebody_decides_to_do_without_it() {
    imported("deal,contact,primary\nD1,C1,N\nD1,,Y\n");
    portal.deal("D1", 101).contact("C1", 11);
    assertThat(resolve().move().orElseThrow().rejected()).isEqualTo(1);
    database.execute(
        "UPDATE dealsync.legacy_leftover SET outcome = 'skipped', reason = 'a test entry'");
    assertThat(resolve().move().orElseThrow().moved()).isEqualTo(1);
  }

  @Test
  void mapping_files_resolve_without_the_portal() {
    imported("deal,contact\nD1,C1\nD2,C1\n");
    Path deals = exports.text("deals.csv", "legacy_id,id\nD1,101\nD2,102\nD9,109\n");
    Path contacts = exports.text("contacts.csv", "C1;11\n");

    ResolveReport report =
        resolver()
            .run(
                new ResolveRequest(
                    "main",
                    "old",
                    Optional.empty(),
                    Optional.of(deals),
                    Optional.of(contacts),
                    true,
                    false,
                    false,
                    Limits.DEFAULT));

    assertThat(report.complete()).isTrue();
    assertThat(report.mappings().get(0).load().set()).isEqualTo(2);
    assertThat(report.mappings().get(0).load().unneeded()).isEqualTo(1);
    assertThat(desired()).containsExactly("101 11 10 f", "102 11 10 f");
    assertThat(portal.asked).isEmpty();
  }

  @Test
  void bad_rows_of_a_mapping_are_told_with_their_lines_and_ambiguous_ids_stay_unresolved() {
    imported("deal,contact\nD1,C1\nD2,C1\nD3,C1\n");
    Path deals =
        exports.text(
            "deals.csv",
            "legacy_id,id\nD1,101\nD1,105\nD2,abc\nD3,-7\n,8\nD3,99999999999999999999\nD2\n");

    ResolveReport report =
        resolver()
            .run(
                new ResolveRequest(
                    "main",
                    "old",
                    Optional.empty(),
                    Optional.of(deals),
                    Optional.empty(),
                    true,
                    false,
                    false,
                    Limits.DEFAULT));

    assertThat(report.mappings().get(0).badRows()).isEqualTo(5);
    assertThat(report.mappings().get(0).firstBad())
        .containsExactly(
            "line 4: the id 'abc' is not a number",
            "line 5: the id '-7' is negative",
            "line 6: there is no legacy id",
            "line 7: the id '99999999999999999999' is not a number",
            "line 8: the row has 1 columns, the first one has 2");
    assertThat(database.one("SELECT problem FROM dealsync.legacy_deal WHERE legacy_id = 'D1'"))
        .isEqualTo("mapped to 2 ids: 101 on line 2, 105 on line 3");
  }

  @Test
  void an_id_that_a_mapping_maps_twice_is_left_to_people_and_not_looked_for() {
    imported("deal,contact\nD1,C1\nD2,C1\n");
    portal.deal("D1", 107).deal("D2", 102).contact("C1", 11);
    ResolveReport report =
        resolver()
            .run(
                new ResolveRequest(
                    "main",
                    "old",
                    Optional.of("old"),
                    Optional.of(exports.text("deals.csv", "legacy_id,id\nD1,101\nD1,105\n")),
                    Optional.empty(),
                    true,
                    false,
                    false,
                    Limits.DEFAULT));
    assertThat(report.blockers())
        .containsExactly(
            new Blocker("deal", "D1", "mapped to 2 ids: 101 on line 2, 105 on line 3", 1));
    assertThat(portal.asked).containsExactly("D2", "C1");
    assertThat(desired()).containsExactly("102 11 10 f");
  }

  @Test
  void a_mapping_that_is_written_to_while_it_is_read_does_not_count() {
    imported("deal,contact\nD1,C1\n");
    Path deals = exports.text("deals.csv", "legacy_id,id\nD1,101\n");
    try (LegacyResolution links = LegacyResolution.open(database.source(), "main", "old");
        MappingFile mapping =
            MappingFile.open(
                deals,
                id -> {
                  exports.text("deals.csv", "legacy_id,id\nD1,101\nD2,102\n");
                  return id;
                })) {
      assertThatThrownBy(() -> links.ids(LegacyKind.DEAL).load(mapping))
          .isInstanceOf(UnusableFileException.class)
          .hasMessageContaining("was written to while it was read");
    }
    assertThat(database.one("SELECT deal_id FROM dealsync.legacy_deal")).isEqualTo("-");
  }

  @Test
  void salesforce_ids_are_found_with_and_without_their_suffix() {
    new LegacyImport(database.source(), ImportProgress.NONE, StopSignal.NEVER)
        .run(
            ImportRequest.of(
                exports.text(
                    "sf.csv",
                    "OpportunityId,ContactId,IsPrimary\n0065g00000TqLmB,0035g00001XyZaQ,true\n"),
                "main"));
    portal.deal("0065g00000TqLmBAAV", 101).contact("0035g00001XyZaQ", 11);
    ResolveReport report =
        resolver()
            .run(
                new ResolveRequest(
                    "main",
                    "salesforce",
                    Optional.of("sf"),
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    false,
                    false,
                    Limits.DEFAULT));
    assertThat(report.complete()).isTrue();
    assertThat(desired()).containsExactly("101 11 10 t");
  }

  @Test
  void deals_that_are_new_may_be_managed_as_add_only() {
    imported("deal,contact\nD1,C1\n");
    portal.deal("D1", 101).contact("C1", 11);
    resolver().run(request(false, true));
    assertThat(database.one("SELECT mode FROM dealsync.deal")).isEqualTo("add_only");
  }

  @Test
  void without_moving_ids_are_looked_for_only() {
    imported("deal,contact\nD1,C1\n");
    portal.deal("D1", 101).contact("C1", 11);
    ResolveReport report =
        resolver()
            .run(
                new ResolveRequest(
                    "main",
                    "old",
                    Optional.of("old"),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    false,
                    false,
                    Limits.DEFAULT));
    assertThat(report.move()).isEmpty();
    assertThat(report.deals()).isEqualTo(new IdCounts(1, 1, 0));
    assertThat(desired()).isEmpty();
  }

  @Test
  void what_was_found_stays_when_the_portal_fails_later() {
    imported("deal,contact\nD1,C1\n");
    portal.deal("D1", 101).contact("C1", 11);
    portal.contactsFail = true;
    assertThatThrownBy(this::resolve).isInstanceOf(PortalFailure.class);
    assertThat(database.one("SELECT deal_id FROM dealsync.legacy_deal")).isEqualTo("101");
    portal.contactsFail = false;
    portal.asked.clear();
    assertThat(resolve().complete()).isTrue();
    assertThat(portal.asked).containsExactly("C1");
  }

  @Test
  void a_search_tells_how_far_it_has_come_and_how_far_it_goes() {
    imported("deal,contact\nD1,C1\nD1,C2\nD2,C3\n");
    portal.deal("D1", 101);
    List<String> told = new ArrayList<>();
    new Resolver(
            database.source(),
            () -> portal,
            (kind, ids, all) -> told.add(kind.word() + " " + ids + " of " + all),
            StopSignal.NEVER)
        .run(request(false, false));
    assertThat(told).containsExactly("deal 2 of 2", "contact 3 of 3");
  }

  @Test
  void ids_of_zoho_are_looked_for_with_and_without_the_prefix_of_its_exports() {
    imported(
        "deal,contact,primary\nzcrm_3652397000000649001,zcrm_3652397000000211001,Y\n"
            + "3652397000000649002,zcrm_3652397000000211002,Y\n");
    portal.deal("3652397000000649001", 101).deal("zcrm_3652397000000649002", 102);
    portal.contact("zcrm_3652397000000211001", 11).contact("3652397000000211002", 12);

    assertThat(resolve().complete()).isTrue();
    assertThat(desired()).containsExactly("101 11 10 t", "102 12 10 t");
  }

  @Test
  void what_has_left_the_other_crm_leaves_the_desired_side_too_and_peoples_links_stay() {
    imported("deal,contact,primary\nD1,C1,N\nD1,C2,Y\nD2,C3,N\nD2,C4,N\n");
    portal.deal("D1", 101).deal("D2", 102);
    portal.contact("C1", 11).contact("C2", 12).contact("C3", 13).contact("C4", 14);
    portal.contact("C5", 15);
    resolve();
    database.execute(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (101, 77, 90)");

    superseding("deal,contact,primary\nD1,C1,Y\nD2,C3,N\nD2,C5,N\n");
    ResolveReport report = resolve();

    assertThat(report.stale().links()).isEqualTo(2);
    assertThat(report.stale().deals()).isEqualTo(2);
    assertThat(report.stale().run()).isPresent();
    assertThat(desired())
        .containsExactly("101 11 10 t", "101 77 90 f", "102 13 10 f", "102 15 20 f");
    assertThat(report.complete()).isTrue();
    assertThat(resolve().stale().links()).isZero();
  }

  @Test
  void a_link_that_came_back_there_comes_back_and_one_that_a_person_made_again_stays() {
    imported("deal,contact\nD1,C1\nD1,C2\n");
    portal.deal("D1", 101).contact("C1", 11).contact("C2", 12);
    resolve();
    superseding("deal,contact\nD1,C1\n");
    resolve();
    assertThat(desired()).containsExactly("101 11 10 f");

    superseding("deal,contact\nD1,C2\nD1,C1\n");
    resolve();
    assertThat(desired()).containsExactly("101 11 10 f", "101 12 10 f");

    database.execute(
        "DELETE FROM dealsync.deal_contact WHERE contact_id = 12",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (101, 12)");
    superseding("deal,contact,role\nD1,C1,x\n");
    assertThat(resolve().stale().links()).isZero();
    assertThat(desired()).hasSize(2);
  }

  @Test
  void half_an_export_is_refused_by_the_guard_and_changes_nothing() {
    StringBuilder links = new StringBuilder("deal,contact\n");
    for (int deal = 1; deal <= 40; deal++) {
      links.append("D%d,C1\n".formatted(deal));
      portal.deal("D" + deal, 100 + deal);
    }
    portal.contact("C1", 11);
    imported(links.toString());
    resolve();

    superseding("deal,contact\nD1,C1\n");
    ResolveReport report = resolve();

    assertThat(report.refusals())
        .extracting(Refusal::limit)
        .containsExactly(Limit.CHANGED_PERCENT, Limit.EMPTIED_PERCENT);
    assertThat(report.stale().emptied()).isEqualTo(39);
    assertThat(desired()).hasSize(40);
    assertThat(report.complete()).isFalse();
  }

  @Test
  void what_an_export_takes_out_is_judged_with_what_the_mirror_lost_lately() throws Exception {
    int deals = 100;
    portal.contact("C1", 11);
    for (int deal = 1; deal <= deals; deal++) {
      portal.deal("D" + deal, 100 + deal);
    }
    imported(export(deals));
    resolve();
    database.execute(
        "INSERT INTO dealsync.run (run_id, portal, command, state, started_by) VALUES (900, 'main',"
            + " 'pull', 'done', 'x')",
        """
        INSERT INTO dealsync.change (run_id, deal_id, portal, action, arguments, mode, policy, before, target, after,
                                     adopt_from, adopt_to, attempts, status, sent_at, settled_at, emptied, removed)
        SELECT 900, 100 + deal, 'main', 'adopt', '[]', 'mirror', 'hold', '[]', '[]', '[]',
               '[{"contact": 11, "sort": 10, "primary": true}]', '[]', 1, 'verified', now(), now(), true, 1
        FROM generate_series(1, 8) AS deal\
        """);

    superseding(export(deals - 4));
    ResolveReport report = resolve();

    assertThat(report.refusals()).extracting(Refusal::limit).containsExactly(Limit.EMPTIED_PERCENT);
    assertThat(report.refusals().get(0).arithmetic())
        .contains("12 of 100 deals would have lost their last contact within 24 h");
    assertThat(desired()).hasSize(deals);
  }

  private static String export(int deals) {
    StringBuilder links = new StringBuilder("deal,contact\n");
    for (int deal = 1; deal <= deals; deal++) {
      links.append("D%d,C1\n".formatted(deal));
    }
    return links.toString();
  }

  @Test
  void a_link_whose_row_was_rejected_this_time_has_not_left() {
    imported("deal,contact,primary\nD1,C1,Y\nD1,C2,N\n");
    portal.deal("D1", 101).contact("C1", 11).contact("C2", 12);
    resolve();
    superseding("deal,contact,primary\nD1,C1,Y\nD1,C2,perhaps\n");

    ResolveReport report = resolve();

    assertThat(report.stale().links()).isZero();
    assertThat(report.stale().waiting()).isEqualTo(1);
    assertThat(desired()).hasSize(2);
    assertThat(report.complete()).isFalse();
  }

  private void imported(String text) {
    imported(text, false);
  }

  private void superseding(String text) {
    imported(text, true);
  }

  private void imported(String text, boolean supersede) {
    new LegacyImport(database.source(), ImportProgress.NONE, StopSignal.NEVER)
        .run(
            new ImportRequest(
                exports.text("links.csv", text),
                "main",
                Optional.of("old"),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                supersede ? Set.of(Wish.SUPERSEDE) : Set.of()));
  }

  private ResolveReport resolve() {
    return resolver().run(request(false, false));
  }

  private Resolver resolver() {
    return new Resolver(database.source(), () -> portal, ResolveProgress.NONE, StopSignal.NEVER);
  }

  private static ResolveRequest request(boolean partial, boolean addOnly) {
    return new ResolveRequest(
        "main",
        "old",
        Optional.of("old"),
        Optional.empty(),
        Optional.empty(),
        true,
        partial,
        addOnly,
        Limits.DEFAULT);
  }

  private List<String> desired() {
    return database.rows(
        "SELECT deal_id, contact_id, sort, is_primary FROM dealsync.deal_contact ORDER BY deal_id,"
            + " sort, contact_id");
  }

  /** A portal that knows origins. */
  private static final class FakeOrigins implements OriginLookup {

    private final Map<String, List<Long>> deals = new TreeMap<>();
    private final Map<String, List<Long>> contacts = new TreeMap<>();
    private final List<String> asked = new ArrayList<>();
    private boolean contactsFail;

    FakeOrigins deal(String origin, long id) {
      deals.computeIfAbsent(origin, key -> new ArrayList<>()).add(id);
      return this;
    }

    FakeOrigins contact(String origin, long id) {
      contacts.computeIfAbsent(origin, key -> new ArrayList<>()).add(id);
      return this;
    }

    @Override
    public List<OriginMatch> deals(String originator, Collection<String> origins) {
      return found(deals, origins);
    }

    @Override
    public List<OriginMatch> contacts(String originator, Collection<String> origins) {
      if (contactsFail) {
        throw new PortalFailure(PortalFailure.Kind.UNREACHABLE, "no answer");
      }
      return found(contacts, origins);
    }

    private List<OriginMatch> found(Map<String, List<Long>> known, Collection<String> origins) {
      asked.addAll(origins);
      return origins.stream()
          .flatMap(
              origin ->
                  known.getOrDefault(origin, List.of()).stream()
                      .map(id -> new OriginMatch(origin, id)))
          .toList();
    }
  }
}
