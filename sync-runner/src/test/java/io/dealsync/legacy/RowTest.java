package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvParseException;
import org.junit.jupiter.api.Test;

class RowTest {

  private final Row row = new Row();

  @Test
  void fields_are_kept_as_they_are_and_told_without_the_blanks_around_them() {
    read(3, " a b\t", "", " \n ", "c");

    assertThat(row.line()).isEqualTo(3);
    assertThat(row.fields()).containsExactly(" a b\t", "", " \n ", "c");
    assertThat(row.text(0)).isEqualTo("a b").isEqualTo(row.word(0));
    assertThat(row.text(1)).isEmpty();
    assertThat(row.text(2)).isEmpty();
    assertThat(row.word(2)).isEmpty();
    assertThat(row.text(3)).isEqualTo("c");
  }

  @Test
  void the_next_row_takes_its_place_and_texts_of_the_last_one_stay() {
    read(2, "first", "row", "of three");
    String text = row.text(1);
    read(3, "second", "longer row");

    assertThat(text).isEqualTo("row");
    assertThat(row.size()).isEqualTo(2);
    assertThat(row.fields()).containsExactly("second", "longer row");
  }

  @Test
  void words_that_look_alike_to_the_memory_are_told_apart() {
    for (int round = 0; round < 2; round++) {
      read(2, "abc", "aXc", "aбc", "x".repeat(100), "abc");

      assertThat(row.word(0)).isEqualTo("abc").isSameAs(row.word(0));
      assertThat(row.word(1)).isEqualTo("aXc");
      assertThat(row.word(2)).isEqualTo("aбc");
      assertThat(row.word(3)).isEqualTo("x".repeat(100));
      assertThat(row.word(4)).isEqualTo("abc");
    }
  }

  @Test
  void many_fields_and_long_ones_have_room() {
    String[] fields = new String[1000];
    for (int place = 0; place < fields.length; place++) {
      fields[place] = Integer.toString(place).repeat(place);
    }
    read(2, fields);

    assertThat(row.fields()).containsExactly(fields);
  }

  @Test
  void what_is_no_row_of_an_export_any_more_does_not_fill_the_memory() {
    char[] chunk = new char[1 << 20];
    row.begin(2);
    assertThatThrownBy(
            () -> {
              for (int each = 0; each < 100; each++) {
                row.add(chunk, 0, chunk.length);
              }
            })
        .isInstanceOf(CsvParseException.class)
        .hasMessage("it has more than 33,554,432 characters");
    row.begin(3);
    assertThatThrownBy(
            () -> {
              for (int each = 0; each < 100_000; each++) {
                row.add(chunk, 0, 1);
              }
            })
        .isInstanceOf(CsvParseException.class)
        .hasMessage("it has more than 16,384 columns");
  }

  private void read(int line, String... fields) {
    row.begin(line);
    for (String field : fields) {
      row.add(field.toCharArray(), 0, field.length());
    }
  }
}
