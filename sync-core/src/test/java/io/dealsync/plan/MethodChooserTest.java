package io.dealsync.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dealsync.desired.Mode;
import io.dealsync.link.Comparison;
import io.dealsync.link.Link;
import io.dealsync.testing.Links;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MethodChooserTest {

  @ParameterizedTest
  @EnumSource(Comparison.class)
  void an_empty_target_clears(Comparison comparison) {
    assertThat(choose(comparison, "7/10/Y", "")).isEqualTo(new Method.ClearAll());
    assertThat(choose(comparison, "7/10/Y 8/20/Y", "")).isEqualTo(new Method.ClearAll());
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "7/10/Y,              7* 8,              8/20/N", // its own SORT fits
    "7/30/Y,              7* 8,              8/40/N", // behind what the portal has
    "7/-30/Y,             7* 8,              8/20/N",
    "7/0/Y,               7/1/Y 8/2/N,       8/2/N",
    "7/10/Y,              7 8*,              8/20/Y", // becomes primary
    "'',                  7*,                7/10/Y",
    "7/10/Y 9/20/N,       7/10/Y 8/15/N 9/20/N, 8/15/N", // between the others
    "7/10/Y 9/30/N,       7* 8 9,            8/20/N",
    "7/100/Y 9/200/N,     7* 8 9,            8/150/N",
    "7/100/Y 9/102/N,     7* 8 9,            8/101/N",
    "7/10/Y 9/20/N,       7/10/Y 8/10/N 9/20/N, 8/15/N", // no SORT twice
    "7/10/Y 9/20/N,       7/10/Y 8/20/N 9/20/N, 8/15/N",
    "7/10/Y,              7/10/Y 8/10/N,     8/20/N",
    "9/20/Y,              8 9*,              8/10/N", // before the others
    "9/10/Y,              8 9*,              8/5/N",
    "9/2/Y,               8 9*,              8/1/N",
    "7/2147483637/Y,      7* 8,              8/2147483647/N",
  })
  void one_missing_contact_is_added_where_it_belongs(String before, String target, String link) {
    assertThat(choose(Comparison.ORDER, before, target))
        .isEqualTo(new Method.Add(List.of(Links.row(link))));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "7/10/Y 9/11/N,       7* 8 9", // no room between
    "9/1/Y,               8 9*", // no room before
    "9/0/Y,               8 9*",
    "7/2147483638/Y,      7* 8", // no room behind
    "7/10/Y,              7* 8 9", // two missing
    "7/10/Y 8/20/N,       7* 9", // one for another
    "7/10/Y 8/20/N,       8* 7", // order
    "7/10/Y 8/20/N,       7 8*", // primary
    "7/10/Y 8/20/N,       8* 7 9", // one missing, and the order
    "7/10/Y 8/20/N,       7 8* 9", // one missing, and the primary
    "7/10/Y 8/20/N 9/30/N, 8 9*", // one too many, and another primary than the portal's choice
    "7/10/Y 8/20/N 9/30/N, 9* 8", // one too many, and the order
    "7/10/Y 8/20/N 9/30/N, 7*", // two too many
  })
  void anything_else_is_replaced_as_wanted(String before, String target) {
    assertThat(choose(Comparison.ORDER, before, target))
        .isEqualTo(new Method.ReplaceAll(Links.set(target).links()));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "7/10/Y 8/20/N,        7*,   8",
    "7/10/Y 8/20/N,        8*,   7", // the portal promotes the next one itself
    "7/10/N 8/20/Y 9/30/N, 8* 9, 7",
    "7/1/Y 8/2/N 9/3/N,    7* 9, 8",
  })
  void one_surplus_contact_is_removed(String before, String target, long contact) {
    assertThat(choose(Comparison.ORDER, before, target)).isEqualTo(new Method.Remove(contact));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "7/10/Y,        7/10/Y 8/20/N, add",
    "7/11/Y,        7/10/Y 8/20/N, items.set", // 7 has the wrong SORT
    "7/10/Y 9/30/N, 7/10/Y 8/12/N 9/30/N, add",
    "7/10/Y 8/20/N, 7/10/Y,        delete",
    "7/11/Y 8/20/N, 7/10/Y,        items.set",
    "7/11/Y,        7/10/Y,        items.set",
    "7/10/N 8/20/Y, 7/10/Y,        delete",
  })
  void exact_comparison_needs_every_sort_value_to_fit(String before, String target, String call) {
    assertThat(choose(Comparison.EXACT, before, target).call())
        .isEqualTo("crm.deal.contact." + call);
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "7/10/N 8/20/N,        7* 8,   7/10/Y 8/20/N", // nothing to survive
    "7/10/Y 8/20/Y,        7* 8,   7/11/Y 8/21/N",
    "7/10/Y 8/20/Y,        7 8*,   7/11/N 8/21/Y",
    "7/10/Y 8/25/Y,        7 8*,   7/11/N 8/21/Y", // 7 would stay as it is
    "7/10/Y 8/25/Y,        7* 8,   7/10/Y 8/20/N",
    "7/10/Y 8/21/Y 9/30/Y, 7* 8 9, 7/12/Y 8/22/N 9/32/N",
    "7/10/Y 8/20/Y,        7* 8 9, 7/11/Y 8/21/N 9/31/N",
    "7/10/Y 8/20/Y,        7*,     7/10/Y",
  })
  void damage_is_replaced_with_rows_that_the_portal_must_rewrite(
      String before, String target, String rows) {
    assertThat(choose(Comparison.ORDER, before, target)).isEqualTo(replaceAll(rows));
  }

  @Test
  void sort_values_that_a_replace_cannot_send_are_renumbered() {
    assertThat(choose(Comparison.ORDER, "9/10/Y", "7/-5/N 8/0/Y 9/10/N"))
        .isEqualTo(replaceAll("7/10/N 8/20/Y 9/30/N"));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "8/10/Y,        8/10/Y 7/20/N,         7/20/N",
    "8/10/Y 9/10/Y, 8/10/Y 9/10/N 7/20/N,  7/20/N",
    "'',            7/10/N 8/20/Y,         7/10/N 8/20/Y",
    "6/10/Y,        6/10/Y 7/20/N 8/30/N,  7/20/N 8/30/N",
  })
  void add_only_adds_whatever_is_missing_and_nothing_else(
      String before, String target, String links) {
    assertThat(
            new MethodChooser(Comparison.ORDER)
                .choose(Links.image(before), Links.set(target), Mode.ADD_ONLY))
        .isEqualTo(new Method.Add(rows(links)));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void nothing_is_sent_when_the_portal_is_as_it_should_be(Mode mode) {
    assertThat(
            new MethodChooser(Comparison.ORDER)
                .choose(Links.image("8/10/Y"), Links.set("8/70/Y"), mode))
        .isEqualTo(new Method.Keep());
  }

  @Test
  void an_empty_replace_cannot_exist() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Method.ReplaceAll(List.of()))
        .withMessageContaining("empty items.set");
  }

  @Test
  void methods_know_the_portals_name_of_their_call() {
    assertThat(new Method.Add(List.of()).call()).isEqualTo("crm.deal.contact.add");
    assertThat(new Method.Keep().call()).isEmpty();
    assertThat(new Method.Remove(7).call()).isEqualTo("crm.deal.contact.delete");
    assertThat(new Method.ClearAll().call()).isEqualTo("crm.deal.contact.items.delete");
    assertThat(replaceAll("7/10/Y").call()).isEqualTo("crm.deal.contact.items.set");
  }

  private static Method choose(Comparison comparison, String before, String target) {
    return new MethodChooser(comparison)
        .choose(Links.image(before), Links.set(target), Mode.MIRROR);
  }

  private static Method replaceAll(String rows) {
    return new Method.ReplaceAll(rows(rows));
  }

  private static List<Link> rows(String text) {
    return text.isBlank() ? List.of() : Arrays.stream(text.split(" ")).map(Links::row).toList();
  }
}
