package io.dealsync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.bitrix.auth.Webhook;
import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.bitrix.rest.RestClient;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.contract.Finding.Verdict;
import io.dealsync.link.LinkImage;
import io.dealsync.run.StopSignal;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.rest.Quirk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContractSuiteTest {

  private static final List<Long> DEALS = List.of(7L, 8L);
  private static final String SEVEN = "12/30/N 11/40/Y";
  private static final String EIGHT = "13/10/Y";

  private final SteppedTime time = new SteppedTime();
  private SandboxPortal sandbox = start();
  private ContractSuite suite = connect();

  private SandboxPortal start(Quirk... quirks) {
    SandboxPortal started =
        SandboxPortal.start(
            SandboxOptions.defaults().withQuirks(quirks).withTime(time::now, time::sleep));
    for (long contact = 1; contact <= 20; contact++) {
      started.state().putContact(contact);
    }
    started.state().putDeal(7, SEVEN);
    started.state().putDeal(8, EIGHT);
    for (long deal = 100; deal < 160; deal++) {
      started.state().putDeal(deal, "1/10/Y 2/20/N");
    }
    return started;
  }

  private ContractSuite connect() {
    WireNotes notes = new WireNotes();
    return new ContractSuite(
        new RestClient(
            Webhook.parse(sandbox.webhookUrl().toString()),
            RestSettings.DEFAULT.rate(BucketRate.UNLIMITED),
            notes,
            time,
            new Random(1)),
        notes,
        time);
  }

  private void restart(Quirk... quirks) {
    close();
    sandbox = start(quirks);
    suite = connect();
  }

  @AfterEach
  void close() {
    suite.close();
    sandbox.close();
  }

  @TempDir private Path folder = Path.of("");

  private RestoreFile restoreFile() {
    return new RestoreFile(folder.resolve("var").resolve("kept.txt"));
  }

  private ContractReport run() {
    Preparation preparation = suite.prepare(DEALS, List.of(14L));
    assertThat(preparation.obstacles()).isEmpty();
    return suite.run(preparation, restoreFile(), StopSignal.NEVER, () -> {});
  }

  private void assertRestored() {
    assertThat(sandbox.state().linksText(7)).isEqualTo(SEVEN);
    assertThat(sandbox.state().linksText(8)).isEqualTo(EIGHT);
  }

  @Test
  void the_sandbox_keeps_the_contract_and_gets_its_deals_back() {
    ContractReport report = run();

    assertThat(report.vectors()).hasSameSizeAs(Vectors.ALL);
    assertThat(report.vectors()).allMatch(each -> each.verdict() == Verdict.CONFIRMED);
    assertThat(report.kept()).isTrue();
    assertThat(report.quirks()).isEmpty();
    assertThat(report.notRestored()).isEmpty();
    assertRestored();
  }

  @ParameterizedTest
  @EnumSource(
      value = Quirk.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "QUERY_LIMIT_IN_BATCH",
        "RETRY_AFTER",
        "PORTAL_DELETED_403",
        "MAX_INPUT_VARS",
        "WHOLE_SECONDS",
        "ITEM_LIST_FORBIDDEN"
      })
  void every_quirk_that_can_be_seen_is_named(Quirk quirk) {
    restart(quirk);

    ContractReport report = run();

    assertThat(report.quirks()).containsExactly(quirk);
    assertThat(report.kept()).isTrue();
    assertRestored();
  }

  @Test
  void a_portal_that_does_otherwise_is_found_out() {
    sandbox.faults().add("foreign-edit:method=crm.deal.contact.delete,deal=7,rows=13/10/Y,times=1");

    ContractReport report = run();

    assertThat(report.kept()).isFalse();
    assertThat(report.vectors())
        .filteredOn(each -> each.verdict() == Verdict.DIFFERENT)
        .extracting(Finding::subject)
        .containsExactly("D1: crm.deal.contact.delete");
    assertRestored();
  }

  @Test
  void a_portal_without_lists_leaves_questions_open() {
    restart(Quirk.ITEM_LIST_FORBIDDEN);

    ContractReport report = run();

    assertThat(report.kept()).isTrue();
    assertThat(report.uncertainties())
        .filteredOn(each -> each.subject().equals("updatedTime after a link write"))
        .allMatch(each -> each.verdict() == Verdict.OPEN);
    assertRestored();
  }

  @Test
  void looking_changes_nothing() {
    suite.prepare(DEALS, List.of(14L));

    assertThat(sandbox.counters().snapshot().commands("crm.deal.contact.items.set")).isZero();
    assertRestored();
  }

  @Test
  void deals_that_could_not_be_put_back_exactly_are_refused() {
    sandbox.state().putDeal(1, "11/10/Y 12/20/Y");
    sandbox.state().putDeal(2, "11/0/Y");

    assertThat(suite.prepare(List.of(1L, 2L, 999L), List.of(99L)).obstacles())
        .containsExactly(
            "deal 1 could not be put back exactly: it has 11/10/Y 12/20/Y; name another one",
            "deal 2 could not be put back exactly: it has 11/0/Y; name another one",
            "deal 999 does not exist",
            "contact 99 does not exist");
  }

  @Test
  void a_suite_without_contacts_asks_for_some() {
    assertThat(suite.prepare(List.of(8L), List.of()).obstacles())
        .containsExactly("1 of at least 2 contacts known: name existing ones with --contact");
  }

  @Test
  void a_suite_with_two_contacts_leaves_what_needs_more() {
    Preparation preparation = suite.prepare(List.of(7L), List.of());

    ContractReport report = suite.run(preparation, restoreFile(), StopSignal.NEVER, () -> {});

    assertThat(report.vectors())
        .filteredOn(each -> each.verdict() == Verdict.OPEN)
        .hasSizeBetween(1, 15)
        .allMatch(each -> each.words().contains("--contact"));
    assertThat(report.kept()).isTrue();
    assertRestored();
  }

  @Test
  void a_portal_that_breaks_down_on_the_way_is_put_back_as_soon_as_it_answers() {
    sandbox.faults().add("html:status=502,executed=yes,after=60,times=1");

    ContractReport report = run();

    assertThat(report.failure()).isPresent();
    assertThat(report.kept()).isFalse();
    assertRestored();
  }

  @Test
  void a_suite_that_is_stopped_puts_everything_back() {
    AtomicInteger asked = new AtomicInteger();

    ContractReport report =
        suite.run(
            suite.prepare(DEALS, List.of(14L)),
            restoreFile(),
            () -> asked.incrementAndGet() > 20,
            () -> {});

    assertThat(report.vectors()).hasSizeLessThan(Vectors.ALL.size());
    assertRestored();
  }

  @Test
  void no_other_deal_is_touched() {
    Set<Long> touched = new HashSet<>();
    sandbox.state().onWrite(write -> touched.add(write.dealId()));

    run();

    assertThat(touched).isSubsetOf(DEALS);
  }

  @Test
  void what_cannot_be_put_back_is_told_with_the_rows_it_had() {
    Preparation preparation = suite.prepare(DEALS, List.of(14L));
    sandbox.state().removeDeal(8);

    ContractReport report = suite.run(preparation, restoreFile(), StopSignal.NEVER, () -> {});

    assertThat(report.notRestored()).hasSize(1);
    assertThat(report.notRestored().get(0)).startsWith("deal 8 had 13/10/Y: ");
    assertThat(restoreFile().rows())
        .containsOnlyKeys(7L, 8L)
        .hasToString("{7=%s, 8=%s}".formatted(SEVEN, EIGHT));
  }

  @Test
  void the_rows_are_on_disk_before_anything_is_written_and_gone_when_all_is_put_back() {
    List<Map<Long, LinkImage>> kept = new ArrayList<>();
    sandbox.state().onWrite(write -> kept.add(restoreFile().rows()));

    run();

    assertThat(kept).isNotEmpty().allMatch(rows -> rows.keySet().equals(Set.copyOf(DEALS)));
    assertThat(restoreFile().rows()).isEmpty();
  }

  @Test
  void every_step_is_told() {
    AtomicInteger steps = new AtomicInteger();

    suite.run(
        suite.prepare(DEALS, List.of(14L)),
        restoreFile(),
        StopSignal.NEVER,
        steps::incrementAndGet);

    assertThat(steps).hasValueGreaterThan(Vectors.ALL.size());
  }
}
