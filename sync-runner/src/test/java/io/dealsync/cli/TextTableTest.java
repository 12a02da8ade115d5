package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void columns_line_up_and_numbers_go_to_the_right() {
    TextTable table = new TextTable("deal", "what", "links");
    table.row("7", "primary 1 → 2", "12");
    table.row("1001", "link 54", "3");

    assertThat(table.render(2).lines())
        .containsExactly(
            "  deal  what           links",
            "     7  primary 1 → 2     12",
            "  1001  link 54            3");
  }

  @Test
  void lines_do_not_end_in_blanks() {
    TextTable table = new TextTable("a", "b");
    table.row("x", "");

    assertThat(table.render(0).lines()).allMatch(line -> line.equals(line.stripTrailing()));
  }
}
