package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code dealsync load} as someone types it. */
class LoadCommandTest {

  private final Stage stage = Stage.open().equalDeals(10);

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  @Test
  void a_file_is_rehearsed_loaded_taken_back_and_loaded_again() {
    stage.run(ExitCode.OK, "sync");
    String before = mirror();
    String file =
        file(
            "links.csv",
            "Deal ID;Contact ID;Sort;Primary\n" + rows(1, 9, ";") + "10;7;10;yes\n3;21;30;no\n");

    Spoken rehearsed = stage.run(ExitCode.PENDING, "load", file, "--absent", "keep", "--dry-run");
    assertThat(rehearsed.out())
        .startsWith("A dry run: nothing was changed.")
        .contains(
            "20 rows of links.csv on portal main: 0 deals taken in, 2 changed, 0 released, 0"
                + " cleared; 2 links made, 2 removed.")
        .containsPattern("3 +change +5 6 +5 6 21")
        .containsPattern("10 +change +19 20 +7 +7\n");
    assertThat(mirror()).isEqualTo(before);

    JsonNode loaded = stage.run(ExitCode.OK, "load", file, "--absent", "keep", "--json").json();
    assertThat(loaded.get("outcome").asString()).isEqualTo("loaded");
    assertThat(loaded.get("feed").asString()).isEqualTo("links.csv");
    assertThat(loaded.get("changed").asInt()).isEqualTo(2);
    assertThat(mirror()).isNotEqualTo(before);

    String run = loaded.get("run").asString();
    stage.run(ExitCode.OK, "undo", run, "--allow", "changed-percent=100");
    assertThat(mirror()).isEqualTo(before);

    assertThat(stage.run(ExitCode.OK, "load", file).out())
        .contains("To take it back: dealsync undo ", "Next: dealsync plan");
    assertThat(stage.run(ExitCode.OK, "load", file).out())
        .isEqualTo("20 rows of links.csv on portal main: nothing differs.\n");
  }

  @Test
  void standard_input_tables_and_queries_are_sources_too() {
    InputStream terminal = System.in;
    try {
      System.setIn(
          new ByteArrayInputStream(("deal_id,contact_id\n1,9\n").getBytes(StandardCharsets.UTF_8)));
      stage.run(
          ExitCode.OK,
          "load",
          "-",
          "--feed",
          "pipe",
          "--absent",
          "keep",
          "--allow",
          "links-lost-percent=100");
    } finally {
      System.setIn(terminal);
    }
    assertThat(contacts(1)).isEqualTo("9");

    stage.sql(
        "CREATE SCHEMA staging",
        "CREATE TABLE staging.links AS SELECT 2 AS deal_id, 9 AS contact_id");
    stage.run(ExitCode.OK, "load", "--table", "staging.links", "--absent", "keep");
    assertThat(contacts(2)).isEqualTo("9");

    JsonNode rehearsed =
        stage
            .run(
                ExitCode.PENDING,
                "load",
                "--query",
                "SELECT 3 AS deal_id, id::bigint AS contact_id, id AS position FROM"
                    + " unnest('{8,9}'::int[]) AS id; ",
                "--feed",
                "erp",
                "--absent",
                "keep",
                "--dry-run",
                "--json")
            .json();
    assertThat(rehearsed.get("deals").get(0).get("contacts_after").toString()).isEqualTo("[8,9]");
    assertThat(rehearsed.get("outcome").asString()).isEqualTo("rehearsed");
    assertThat(stage.query("SELECT feed FROM dealsync.link_feed ORDER BY 1"))
        .containsExactly("pipe", "staging.links");
  }

  @Test
  void rows_can_stand_in_the_order_of_the_deals() {
    String file = file("ordered.csv", "deal,contact\n4,9\n5,1\n4,3\n4,8\n5,2\n");
    stage.run(
        ExitCode.OK,
        "load",
        file,
        "--absent",
        "keep",
        "--in-row-order",
        "--allow",
        "links-lost-percent=100");
    assertThat(contacts(4)).isEqualTo("9 3 8");
    assertThat(contacts(5)).isEqualTo("1 2");
  }

  @Test
  void what_would_lose_much_is_refused_with_its_arithmetic_and_nothing_is_changed() {
    String before = mirror();
    String file = file("half.csv", "deal,contact\n" + "1,1\n1,2\n");
    Spoken refused = stage.run(ExitCode.REFUSED, "load", file, "--absent", "release");
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .startsWith("Refused by the guard, and nothing was loaded: 9 of 10 deals (90.0 %)")
        .contains("because they are not in " + file, "allow deals-lost-percent=90");
    assertThat(stage.run(ExitCode.REFUSED, "load", file, "--absent", "release", "--dry-run").out())
        .contains("The guard would refuse it: 9 of 10 deals");
    assertThat(mirror()).isEqualTo(before);
    stage.run(ExitCode.OK, "load", file, "--absent", "release", "--allow", "deals-lost-percent=90");
    assertThat(stage.value("SELECT count(*) FROM dealsync.deal")).isEqualTo("1");
  }

  @Test
  void a_source_that_does_not_answer_in_time_or_is_being_written_is_left_for_later()
      throws Exception {
    stage.sql("ALTER ROLE CURRENT_USER SET statement_timeout = '500ms'");
    Spoken slow =
        stage.run(
            ExitCode.AGAIN,
            "load",
            "--query",
            "SELECT id AS deal_id, id AS contact_id FROM generate_series(1, 2000000) AS id,"
                + " pg_sleep(1) WHERE pg_sleep(0.01) IS NOT NULL",
            "--feed",
            "slow",
            "--absent",
            "keep");
    assertThat(slow.err())
        .startsWith("The query could not be read to its end")
        .contains("run again");
    stage.sql("ALTER ROLE CURRENT_USER RESET statement_timeout");

    stage.sql("CREATE TABLE public.busy (deal_id bigint, contact_id bigint)");
    try (var writer = stage.database().connect();
        var statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("INSERT INTO public.busy VALUES (1, 1)");
      assertThat(
              stage.run(ExitCode.AGAIN, "load", "--table", "public.busy", "--absent", "keep").err())
          .contains("public.busy is just being written by session")
          .contains("Load it when that transaction has ended.");
      writer.rollback();
    }
  }

  private static String rows(int first, int last, String separator) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(
            deal ->
                String.join(separator, deal + "", 2 * deal - 1 + "", "10", "yes")
                    + "\n"
                    + String.join(separator, deal + "", 2 * deal + "", "20", "no")
                    + "\n")
        .collect(Collectors.joining());
  }

  private String file(String name, String text) {
    try {
      return Files.writeString(stage.home().resolve(name), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String contacts(long deal) {
    return stage.value(
        "SELECT array_to_string(contacts, ' ') FROM dealsync.desired_deal WHERE deal_id = " + deal);
  }

  private String mirror() {
    return stage.value(
        "SELECT string_agg(deal_id || ':' || contact_id || ':' || is_primary, ' ' ORDER BY deal_id,"
            + " contact_id) FROM dealsync.deal_contact");
  }
}
