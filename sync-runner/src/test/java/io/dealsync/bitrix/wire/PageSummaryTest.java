package io.dealsync.bitrix.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageSummaryTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html><head><title>Технические работы</title></head><body>x</body>|Технические работы",
        "<!DOCTYPE html><TITLE lang=en> Just a\\n moment </TITLE>|Just a moment",
        "<title></title><body><h1>Be right</h1> back<script>var x = '<b>';</script>|Be right back",
        "<br /><b>Warning</b>: Undefined array key in <b>/home/x.php</b>|Warning : Undefined array"
            + " key in /home/x.php",
        "Service Unavailable|Service Unavailable",
        "<p>cut off in a ta<g|cut off in a ta",
        "<script>endless|''",
        "''|''",
        "'{\"result\": [1, 2'|''",
      })
  void gives_the_title_or_the_first_words(String page, String words) {
    String body = page == null ? "" : page.replace("\\n", "\n");

    assertThat(PageSummary.of(body.getBytes(StandardCharsets.UTF_8))).isEqualTo(words);
  }
}
