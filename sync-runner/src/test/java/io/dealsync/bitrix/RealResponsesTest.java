package io.dealsync.bitrix;

import static io.dealsync.bitrix.Changes.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.bitrix.auth.Webhook;
import io.dealsync.bitrix.link.LinkCommands;
import io.dealsync.bitrix.list.ItemCommands;
import io.dealsync.bitrix.list.ItemRow;
import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.pace.Priority;
import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.bitrix.rest.Call;
import io.dealsync.bitrix.rest.Caller;
import io.dealsync.bitrix.rest.Reply;
import io.dealsync.bitrix.rest.RestClient;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.bitrix.rest.RetryPolicy;
import io.dealsync.bitrix.rest.TrafficListener;
import io.dealsync.bitrix.wire.BatchAnswer;
import io.dealsync.bitrix.wire.Command;
import io.dealsync.bitrix.wire.CommandOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Takes what real portals have answered. */
class RealResponsesTest {

  private final ScriptedPortal portal = new ScriptedPortal();
  private final RestClient rest =
      new RestClient(
          Webhook.parse(portal.webhook()),
          RestSettings.DEFAULT.rate(BucketRate.UNLIMITED),
          TrafficListener.NONE,
          new SteppedTime(),
          new Random(1));
  private final Caller caller = new Caller(Priority.BULK);

  @AfterEach
  void close() {
    rest.close();
    portal.close();
  }

  private <T> CommandOutcome<T> outcome(String file, Command<T> command) throws IOException {
    portal.then(body(file));
    Reply<BatchAnswer> reply =
        rest.batch(
            List.of(command), RetryPolicy.READING, Optional.empty(), Optional::empty, caller);
    return ((Reply.Result<BatchAnswer>) reply).value().outcome(command);
  }

  private static String body(String file) throws IOException {
    try (InputStream stream =
        RealResponsesTest.class.getResourceAsStream("/real-responses/" + file)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), "UTF-8");
    }
  }

  @Test
  void a_set_with_two_primaries_and_equal_sort() throws IOException {
    String body =
        body("batch-company-contact-items-get-two-primaries.json").replace("205364", "d205364g");
    portal.then(body);
    Command<?> get = LinkCommands.get(205364);
    Reply<BatchAnswer> reply =
        rest.batch(List.of(get), RetryPolicy.READING, Optional.empty(), Optional::empty, caller);

    assertThat(((Reply.Result<BatchAnswer>) reply).value().outcome(get))
        .isEqualTo(new CommandOutcome.Answered<>(image("350354/10/Y 369658/10/Y")));
  }

  @Test
  void an_answer_under_a_key_that_was_not_sent() throws IOException {
    assertThat(
            outcome("batch-company-contact-items-get-two-primaries.json", LinkCommands.get(205364)))
        .isInstanceOf(CommandOutcome.Unclear.class);
  }

  @Test
  void an_empty_list() throws IOException {
    assertThat(
            outcome(
                "batch-empty-list.json",
                new Command<>("order0000000000", "crm.deal.list", "", ItemRow.LEGACY)))
        .isEqualTo(new CommandOutcome.Answered<>(List.of()));
  }

  @Test
  void errors_that_cannot_be_matched() throws IOException {
    for (String file :
        List.of(
            "batch-numeric-keys-success-and-errors.json",
            "batch-numeric-keys-two-errors.json",
            "batch-one-error.json")) {
      assertThat(outcome(file, LinkCommands.get(1)))
          .as(file)
          .isInstanceOf(CommandOutcome.Unclear.class);
    }
  }

  @Test
  void a_page_of_items() throws IOException {
    portal.then(body("crm-item-list-one-page.json"));

    Reply<List<ItemRow>> reply =
        rest.call(Call.reading(ItemCommands.LIST, generator -> {}, ItemRow.ITEMS), caller);

    assertThat(((Reply.Result<List<ItemRow>>) reply).value())
        .extracting(ItemRow::id)
        .containsExactly(1L, 2L, 3L);
  }
}
