package io.dealsync.bitrix.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {

  private static final String SECRET = "s3cretc0de";

  @ParameterizedTest
  @CsvSource({
    "https://acme.bitrix24.com/rest/1/s3cretc0de/, acme.bitrix24.com",
    "https://acme.bitrix24.com/rest/1/s3cretc0de, acme.bitrix24.com",
    "'  https://ACME.bitrix24.com/rest/1/s3cretc0de/ ', acme.bitrix24.com",
    "https://crm.acme.example:8443/b24/rest/1/s3cretc0de/, crm.acme.example:8443",
    "https://acme.bitrix24.com/rest/1/s3cretc0de/profile.json, acme.bitrix24.com",
    "https://acme.bitrix24.com/rest/1/s3cretc0de/profile, acme.bitrix24.com",
    "https://acme.bitrix24.com/rest/1/s3cretc0de/crm.deal.contact.items.get.json,"
        + " acme.bitrix24.com",
    "http://localhost:8080/rest/1/s3cretc0de/, localhost:8080",
    "http://127.0.0.1:8080/rest/1/s3cretc0de/, 127.0.0.1:8080",
    "http://[::1]:8080/rest/1/s3cretc0de/, [::1]:8080",
  })
  void takes_the_address_as_bitrix24_shows_it(String text, String portal) {
    Webhook webhook = Webhook.parse(text);

    assertThat(webhook.portal()).isEqualTo(portal);
    assertThat(webhook.user()).isEqualTo(1);
    assertThat(webhook.toString()).contains(portal).contains("/rest/1/***").doesNotContain(SECRET);
    assertThat(webhook.endpoint().toString()).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s3cretc0de",
        "acme.bitrix24.com/rest/1/s3cretc0de/",
        "http://acme.bitrix24.com/rest/1/s3cretc0de/",
        "http://localhost.evil.com/rest/1/s3cretc0de/",
        "ftp://acme.bitrix24.com/rest/1/s3cretc0de/",
        "https:///rest/1/s3cretc0de/",
        "https://user:pw@acme.bitrix24.com/rest/1/s3cretc0de/",
        "https://acme.bitrix24.com/rest/s3cretc0de/",
        "https://acme.bitrix24.com/rest/0/s3cretc0de/",
        "https://acme.bitrix24.com/rest/1/",
        "https://acme.bitrix24.com/rest/1/s3cretc0de/profile.json/more",
        "https://acme.bitrix24.com/rest/api/1/s3cretc0de/",
        "https://acme.bitrix24.com/rest/1/s3cretc0de/?a=b",
        "https://acme.bitrix24.com/rest/1/s3cretc0de/#x",
        "https://acme.bitrix24.com/rest/1/s3cretc0de /",
        "https://acme.bitrix24.com/",
        "https://[broken/rest/1/s3cretc0de/",
      })
  void says_how_it_should_look_and_never_shows_the_code(String text) {
    assertThatThrownBy(() -> Webhook.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "An incoming webhook looks like https://acme.bitrix24.com/rest/1/your-code/; ")
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
  }

  @Test
  void foreign_plain_http_is_refused_for_the_codes_sake() {
    assertThatThrownBy(() -> Webhook.parse("http://acme.bitrix24.com/rest/1/s3cretc0de/"))
        .hasMessageContaining("use https");
  }

  @Test
  void an_address_of_rest_3_is_told_as_such() {
    assertThatThrownBy(() -> Webhook.parse("https://acme.bitrix24.com/rest/api/1/s3cretc0de/"))
        .hasMessageContaining("REST 3.0")
        .hasMessageContaining("without api/");
  }

  @Test
  void calls_methods_below_its_path() {
    assertThat(
            Webhook.parse("https://acme.bitrix24.com/b24/rest/1/s3cretc0de")
                .endpoint()
                .method("batch"))
        .isEqualTo(URI.create("https://acme.bitrix24.com/b24/rest/1/s3cretc0de/batch.json"));
    assertThat(Webhook.parse("https://acme.bitrix24.com/rest/1/s3cretc0de/profile.json"))
        .isEqualTo(Webhook.parse("https://acme.bitrix24.com/rest/1/s3cretc0de/"));
  }

  @Test
  void webhooks_with_the_same_address_are_equal() {
    Webhook one = Webhook.parse("https://acme.bitrix24.com/rest/1/s3cretc0de/");

    assertThat(one)
        .isEqualTo(Webhook.parse("https://acme.bitrix24.com/rest/1/s3cretc0de"))
        .hasSameHashCodeAs(Webhook.parse("https://acme.bitrix24.com/rest/1/s3cretc0de"))
        .isNotEqualTo(Webhook.parse("https://acme.bitrix24.com/rest/1/another"))
        .isNotEqualTo("https://acme.bitrix24.com/rest/1/s3cretc0de/");
  }
}
