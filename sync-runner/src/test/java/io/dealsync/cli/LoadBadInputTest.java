package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code dealsync load} is given and cannot be meant leaves the mirror as it was. */
class LoadBadInputTest {

  private static final Stage STAGE = Stage.open().equalDeals(2);
  private static final String MIRROR =
      "SELECT md5(string_agg(l::text, ' ' ORDER BY l.*)) FROM dealsync.deal_contact AS l";
  private static final String BEFORE = STAGE.value(MIRROR);

  @AfterAll
  static void removeTheStage() {
    STAGE.close();
  }

  @AfterEach
  void nothingWasChanged() {
    assertThat(STAGE.value(MIRROR)).isEqualTo(BEFORE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "deal,contact;1,1;1,1 | has contact 1 of deal 1 more than once",
        "deal,contact,primary;1,1,y;1,2,y | has 2 primary contacts of deal 1",
        "deal,contact;1,x | line 2: the contact id 'x' is not a number",
        "deal,contact;1,1;2 | line 3: the row has 1 columns, the header has 2",
        "deal,contact,primary;1,1,perhaps | line 2: primary 'perhaps' is neither yes nor no",
        "deal,contact,portal;1,1,branch | line 2: it is about portal 'branch'",
        "deal,person;1,1 | Which column is the contact?",
        "deal,contact,sort;1,1,0 | gives contact 1 of deal 1 the sort 0",
        "deal,contact,sort,position;1,1,10,1 | has sort and position"
      })
  void a_file_that_cannot_be_meant_so_is_refused_with_its_name_and_place(String rows, String why)
      throws IOException {
    String file =
        Files.writeString(STAGE.home().resolve("odd.csv"), rows.replace(';', '\n') + "\n")
            .toString();
    Spoken spoken = STAGE.run(ExitCode.USAGE, "load", file, "--absent", "keep");
    assertThat(spoken.err()).contains(why).doesNotContain("Exception", "pg_temp");
    assertThat(spoken.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--query=DELETE FROM dealsync.deal --feed=x --absent=keep | That is no query that links"
            + " could be read from",
        "--query=SELECT 1 AS deal_id --feed=x --absent=keep | The query has no column contact_id",
        "--query=SELECT 1/0 AS deal_id, 1 AS contact_id --feed=x --absent=keep | The query cannot"
            + " be read: division by zero",
        "--query=SELECT 1 AS deal_id, 1 AS contact_id --absent=keep | --feed NAME",
        "--table=nothing.there --absent=keep | There is no table or view nothing.there",
        "--table=dealsync.legacy_deal --absent=keep | has no column contact_id",
        "--table=dealsync.deal_contact | Say what becomes of deals that are not in",
        "--table=dealsync.deal_contact --absent=drop | not 'drop'",
        "--table=dealsync.deal_contact --absent=keep --allow=all | Cannot allow all",
        "none.csv --absent=keep | There is no file none.csv",
        "--absent=keep | Say what to load: FILE, - for standard input, --table NAME or --query"
            + " SQL.",
        "none.csv --table=x | mutually exclusive"
      })
  void a_source_that_is_none_is_refused_with_a_sentence(String arguments, String why) {
    Spoken spoken = STAGE.run(ExitCode.USAGE, ("load " + arguments).split(" (?=--|none)"));
    assertThat(spoken.err()).contains(why).doesNotContain("Exception", "pg_temp");
  }
}
