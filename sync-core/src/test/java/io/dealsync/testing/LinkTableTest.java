package io.dealsync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake keeps the portal's own rules: the vectors of contract 1.9 that a client can cause. */
@DisplayName("A deal's rows on the fake portal")
class LinkTableTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "A,  '',                      55,   N, true,  55/10/Y",
    "B,  55/10/Y,                 54,   N, true,  55/10/Y 54/20/N",
    "C,  55/10/Y 54/20/N,         56,   Y, true,  55/10/N 54/20/N 56/30/Y",
    "D,  55/10/N 54/20/N 56/30/Y, 55,   Y, false, 55/10/N 54/20/N 56/30/Y",
    "H,  55/10/N 54/20/N,         57,   N, true,  55/10/N 54/20/N 57/30/Y",
    "I,  55/0/Y 54/0/N,           57,   N, true,  54/0/N 55/0/Y 57/10/N",
  })
  void add_without_sort_appends(
      String vector, String before, long contact, String flag, boolean answer, String after) {
    LinkTable table = new LinkTable(Links.image(before));
    assertThat(table.add(contact, flag.equals("Y"))).isEqualTo(answer);
    assertThat(table.image()).isEqualTo(Links.image(after));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "D,  55/10/N 56/30/Y, 55/1/Y,  false, 55/10/N 56/30/Y",
    "G,  55/10/Y,         57/0/N,  true,  57/0/N 55/10/Y",
    "G2, 55/10/Y,         58/-5/N, true,  58/-5/N 55/10/Y",
  })
  void add_stores_an_explicit_sort_as_given(
      String vector, String before, String row, boolean answer, String after) {
    LinkTable table = new LinkTable(Links.image(before));
    assertThat(table.add(Links.row(row))).isEqualTo(answer);
    assertThat(table.image()).isEqualTo(Links.image(after));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "D1, 55/10/Y 54/20/N 56/30/N, 55, true,  54/20/Y 56/30/N",
    "D2, 54/20/Y 56/30/N,         56, true,  54/20/Y",
    "D3, 54/20/Y,                 54, true,  ''",
    "D4, 54/20/Y,                 99, false, 54/20/Y",
    "D5, 55/10/N 54/20/N,         55, true,  54/20/N",
  })
  void delete_promotes_the_next_one_when_the_primary_goes(
      String vector, String before, long contact, boolean answer, String after) {
    LinkTable table = new LinkTable(Links.image(before));
    assertThat(table.delete(contact)).isEqualTo(answer);
    assertThat(table.image()).isEqualTo(Links.image(after));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "S1,  '',                      55/100/Y 54/200/N 56/400/N, 55/100/Y 54/200/N 56/400/N",
    "S7,  55/100/Y 54/200/N,       55/0/N 54/0/N 56/0/N,       55/10/Y 54/20/N 56/30/N",
    "S8,  55/10/Y 54/20/N 56/30/N, 55/0/N 54/0/Y 56/0/N,       55/10/N 54/20/Y 56/30/N",
    "S8b, '',                      55/0/N 56/0/Y 54/0/Y,       55/10/N 56/20/Y 54/30/N",
    "S9,  55/10/Y 54/20/Y,         55/10/Y 54/20/N,            55/10/Y 54/20/N",
    "S10, 55/10/Y 54/20/Y,         55/10/N 54/20/Y,            55/10/Y 54/20/Y",
  })
  void set_rewrites_only_what_the_portal_thinks_changed(
      String vector, String before, String items, String after) {
    LinkTable table = new LinkTable(Links.image(before));
    table.set(Arrays.stream(items.split(" ")).map(Links::row).toList());
    assertThat(table.image()).isEqualTo(Links.image(after));
  }

  @Test
  void a_set_that_is_cut_off_has_only_unlinked() {
    LinkTable table = new LinkTable(Links.image("55/10/Y 54/20/N"));
    table.setHalfWay(Links.set("54* 56").links());
    assertThat(table.image()).isEqualTo(Links.image("54/20/N"));
  }

  @Test
  void a_deleted_contact_leaves_a_deal_without_primary() {
    LinkTable table = new LinkTable(Links.image("55/10/Y 54/20/N"));
    table.contactDeleted(55);
    assertThat(table.image()).isEqualTo(Links.image("54/20/N"));
  }

  @Test
  void clear_leaves_nothing() {
    LinkTable table = new LinkTable(Links.image("55/10/Y 54/20/Y"));
    table.clear();
    assertThat(table.image().isEmpty()).isTrue();
  }
}
