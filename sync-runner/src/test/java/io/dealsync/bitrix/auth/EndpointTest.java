package io.dealsync.bitrix.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  private static final URI ASKED = URI.create("https://old.bitrix24.com/rest/1/code/batch.json");

  private final Endpoint old = Endpoint.of(ASKED, "/rest/1/code/");

  @ParameterizedTest
  @CsvSource({
    "https://new.bitrix24.com/rest/1/code/batch.json, https://new.bitrix24.com",
    "https://new.bitrix24.com/rest/1/code/batch.json?x=1, https://new.bitrix24.com",
    "//new.bitrix24.com/rest/1/code/batch.json, https://new.bitrix24.com",
    "https://127.0.0.1:8443/rest/1/code/batch.json, https://127.0.0.1:8443",
  })
  void follows_a_renamed_portal_with_its_own_path(String location, String origin) {
    Endpoint there = old.movedTo(ASKED, URI.create(location)).orElseThrow();

    assertThat(there.origin()).isEqualTo(origin);
    assertThat(there.method("batch").getPath()).isEqualTo("/rest/1/code/batch.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://new.bitrix24.com/rest/1/code/batch.json",
        "http://127.0.0.1:8080/rest/1/code/batch.json",
        "https://login.example/auth?back=there",
        "/auth/",
        "https://new.bitrix24.com/",
        "https://new.bitrix24.com",
        "https://new.bitrix24.com/rest/1/code/",
        "https://new.bitrix24.com/rest/1/code/batch.json/",
        "https://new.bitrix24.com/x/rest/1/code/batch.json",
        "ftp://new.bitrix24.com/rest/1/code/batch.json",
        "mailto:someone@example.com",
      })
  void carries_the_secret_to_no_other_place(String location) {
    assertThat(old.movedTo(ASKED, URI.create(location))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://new.bitrix24.com", "http://127.0.0.1:8080", "new.bitrix24.com", "a b"})
  void carries_the_secret_to_no_other_place_that_was_remembered(String origin) {
    assertThat(old.foundAt(new Relocation("https://old.bitrix24.com", origin, ""))).isEmpty();
  }

  @Test
  void asks_without_the_secret() {
    assertThat(old.withoutSecret("server.time"))
        .isEqualTo(URI.create("https://old.bitrix24.com/rest/server.time.json"));
    assertThat(Endpoint.of(ASKED, "/b24/rest/1/code/").withoutSecret("server.time").getPath())
        .isEqualTo("/b24/rest/server.time.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://localhost:9/rest/1/c/batch.json", "https://a.b/rest/1/c/batch.json"})
  void a_portal_on_this_machine_may_move_to_this_machine_or_to_https(String location) {
    URI asked = URI.create("http://127.0.0.1:8/rest/1/c/batch.json");

    assertThat(Endpoint.of(asked, "/rest/1/c/").movedTo(asked, URI.create(location))).isPresent();
  }
}
