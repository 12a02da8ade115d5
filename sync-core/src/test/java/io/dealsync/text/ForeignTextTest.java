package io.dealsync.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Access denied.",
        "Доступ запрещён",
        "名前 – “quoted”",
        "👩‍👩‍👧 family, with joiners",
        "می‌خواهم",
      })
  void leaves_what_people_write_as_it_is(String text) {
    assertThat(ForeignText.line(text)).isSameAs(text);
    assertThat(ForeignText.lines(text)).isSameAs(text);
  }

  @ParameterizedTest
  @CsvSource({
    "27, \\u001B",
    "7, \\u0007",
    "0, \\u0000",
    "127, \\u007F",
    "155, \\u009B",
    "8238, \\u202E",
    "8294, \\u2066",
    "8206, \\u200E",
    "8232, \\u2028",
    "65279, \\uFEFF",
    "917569, \\uE0041",
  })
  void shows_by_its_code_what_steers_a_terminal_or_the_eye(int character, String shown) {
    String text = "a" + Character.toString(character) + "b";

    assertThat(ForeignText.line(text)).isEqualTo("a" + shown + "b");
    assertThat(ForeignText.lines(text)).isEqualTo("a" + shown + "b");
  }

  @Test
  void a_line_stays_one_line() {
    assertThat(ForeignText.line("one\r\n2026-01-01 ERROR forged\tx"))
        .isEqualTo("one  2026-01-01 ERROR forged x");
    assertThat(ForeignText.lines("one\r\ntwo\tx")).isEqualTo("one\r\ntwo\tx");
  }

  @Test
  void a_long_text_is_cut_between_characters() {
    assertThat(ForeignText.line("x".repeat(15_000_000))).hasSize(ForeignText.SENTENCE + 1);
    assertThat(ForeignText.line("😀😀", 3)).isEqualTo("😀…");
    assertThat(ForeignText.line("abc", 3)).isEqualTo("abc");
    assertThat(ForeignText.line("abcd", 3)).isEqualTo("abc…");
  }

  @Test
  void half_a_character_is_shown_by_its_code() {
    assertThat(ForeignText.line("a\uD83Db")).isEqualTo("a\\uD83Db");
    assertThat(ForeignText.line("\uDE00")).isEqualTo("\\uDE00");
  }

  @Test
  void whatever_comes_is_clean_afterwards_and_stays_as_it_is_then() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        text.append(
            (char) (random.nextBoolean() ? random.nextInt(0x100) : random.nextInt(0x10000)));
      }
      String clean = ForeignText.line(text.toString());
      assertThat(clean.codePoints())
          .as("seed %d, round %d", seed, round)
          .noneMatch(c -> Character.getType(c) == Character.CONTROL || c == 0x202E || c == 0x2028);
      assertThat(ForeignText.line(clean, Integer.MAX_VALUE)).isEqualTo(clean);
    }
  }
}
