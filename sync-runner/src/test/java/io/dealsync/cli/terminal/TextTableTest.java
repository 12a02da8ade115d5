package io.dealsync.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static TextTable changes() {
    TextTable table = new TextTable("deal", "status", "action", "call", "what");
    table.row("1001", "verified", "link", "add", "link 152");
    table.row(
        "1006",
        "held",
        "hold",
        "",
        "The deal does not exist on the portal, or cannot be seen there; was it deleted?");
    table.row("1013", "failed", "clear", "items.delete", "unlink all: 39 37 345 52");
    return table;
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void rows_fit_the_screen(int width) {
    List<String> lines = changes().render(new Screen(width, false), 2).lines().toList();

    assertThat(lines).allMatch(line -> line.length() <= width);
    assertThat(lines.get(0)).startsWith("  deal  status");
    assertThat(String.join(" ", lines)).contains("1006  held");
  }

  @Test
  void text_is_wrapped_inside_its_column() {
    TextTable table = new TextTable("deal", "status", "what");
    table.row("7", "held", "The deal does not exist on the portal.");

    assertThat(table.render(new Screen(44, false), 2).lines())
        .containsExactly(
            "  deal  status  what",
            "     7  held    The deal does not exist on",
            "                the portal.");
  }

  @Test
  void columns_without_content_give_their_room_to_the_others() {
    TextTable table = new TextTable("deal", "status", "before", "target", "what");
    table.row("7", "held", "", "", "The deal does not exist on the portal.");

    assertThat(table.render(new Screen(54, false), 2).lines())
        .containsExactly(
            "  deal  status  what", "     7  held    The deal does not exist on the portal.");
    assertThat(table.render(new Screen(80, false), 2)).contains("before");
  }

  @Test
  void where_not_even_that_fits_each_row_is_a_list() {
    TextTable table = new TextTable("run", "started", "command", "outcome", "requests", "took");
    table.row("3", "2026-03-03 02:00:03", "sync", "in sync", "12,345", "3 min 20 s");
    table.row("4", "2026-03-04 02:00:03", "sync", "in sync", "7", "1 s");

    assertThat(table.render(new Screen(40, false), 0).lines())
        .allMatch(line -> line.length() <= 40)
        .contains(" started  2026-03-03 02:00:03", "requests  12,345");
  }

  @Test
  void nothing_is_wrapped_for_a_file_or_a_pipe() {
    assertThat(changes().render(2).lines()).hasSize(4);
  }

  @Test
  void long_lists_of_ids_end_in_a_count() {
    TextTable table = new TextTable("what");
    String ids = String.join(" ", Collections.nCopies(400, "7654321"));
    table.row("link " + ids + "; primary 1 → 2");
    table.row("unlink 1 2 3 4 5 6 7 8 9 10 11");

    assertThat(table.render(0))
        .contains("7654321 and 390 more; primary 1 → 2", "unlink 1 2 3 4 5 6 7 8 9 10 11")
        .hasLineCount(3);
  }

  @Test
  void what_went_well_waits_or_failed_differs_in_colour() {
    String shown = changes().render(new Screen(120, true), 0);

    assertThat(shown)
        .contains(
            "\u001b[32mverified\u001b[0m", "\u001b[33mheld\u001b[0m", "\u001b[31mfailed\u001b[0m");
    assertThat(changes().render(new Screen(120, false), 0)).doesNotContain("\u001b");
  }

  @Test
  void colours_of_others_never_reach_the_screen() {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    PrintStream out =
        CleanStream.around(
            new PrintStream(seen, true, StandardCharsets.UTF_8), new Screen(80, true));
    TextTable table = new TextTable("status", "what");
    table.row("held", "\u001b[31mred\u001b[0m");

    table.print(out, 0);

    assertThat(seen.toString(StandardCharsets.UTF_8))
        .contains("\u001b[33mheld")
        .doesNotContain("\u001b[31m");
  }

  @Test
  void no_color_is_honoured() {
    assertThat(Screen.of(80, Map.of("TERM", "xterm")).colours()).isTrue();
    assertThat(Screen.of(80, Map.of("TERM", "xterm", "NO_COLOR", "1")).colours()).isFalse();
    assertThat(Screen.of(80, Map.of("TERM", "dumb")).colours()).isFalse();
    assertThat(Screen.of(0, Map.of("TERM", "xterm"))).isEqualTo(Screen.NONE);
  }
}
