package io.dealsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.desired.Policy;
import io.dealsync.guard.Limits;
import io.dealsync.link.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @TempDir private Path folder;

  @Test
  void without_a_file_the_environment_suffices() {
    Settings settings =
        Settings.load(
            Optional.empty(),
            Map.of(
                "DEALSYNC_DB_URL", "jdbc:postgresql://db/dealsync",
                "DEALSYNC_DB_USER", "app",
                "DEALSYNC_DB_PASSWORD", "hidden",
                "DEALSYNC_WEBHOOK", "https://acme.bitrix24.com/rest/1/code/"));

    assertThat(settings.database().url()).isEqualTo("jdbc:postgresql://db/dealsync");
    assertThat(settings.database().embedded()).isFalse();
    assertThat(settings.database().password().reveal()).isEqualTo("hidden");
    assertThat(settings.portal("main").webhook().reveal()).endsWith("/rest/1/code/");
  }

  @Test
  void defaults_are_those_of_the_documented_keys() {
    PortalSettings portal = Settings.load(Optional.empty(), Map.of()).portal("main");

    assertThat(portal.policy()).isEqualTo(Policy.MIRROR_WINS);
    assertThat(portal.comparison()).isEqualTo(Comparison.ORDER);
    assertThat(portal.limits()).isEqualTo(Limits.DEFAULT);
    assertThat(portal.recheckAfter()).isEqualTo(Duration.ofSeconds(60));
    assertThat(portal.schedule()).isEqualTo("0 0 2 * * ?");
    assertThat(portal.pacing())
        .isEqualTo(new Pacing(50, 2, 0, 4, Duration.ofSeconds(420), Duration.ofSeconds(90)));
    assertThat(portal.webhook().isAbsent()).isTrue();
  }

  @Test
  void a_file_configures_several_portals() throws IOException {
    Settings settings =
        load(
            """
            portals:
              main:
                webhook: https://acme.bitrix24.com/rest/1/${CODE}/
                policy: hold
                compare: exact
                time-zone: Europe/Moscow
                guard:
                  changed-percent: 45
                  empty-portal: yes
              branch:
                limits: {burst: 250, per-second: 5}
            """,
            Map.of("CODE", "abc"));

    assertThat(settings.portals()).containsOnlyKeys("main", "branch");
    assertThat(settings.portal("main").webhook().reveal()).contains("/abc/");
    assertThat(settings.portal("main").policy()).isEqualTo(Policy.HOLD);
    assertThat(settings.portal("main").zone()).isEqualTo(ZoneId.of("Europe/Moscow"));
    assertThat(settings.portal("main").limits().changedPercent()).isEqualTo(45);
    assertThat(settings.portal("main").limits().emptyPortal()).isTrue();
    assertThat(settings.portal("branch").pacing().burst()).isEqualTo(250);
  }

  @ParameterizedTest
  @CsvSource({"Main, main", "Отдел, main", "'My portal', my-portal", "_main, main"})
  void a_portal_name_that_the_tables_would_not_take_is_refused_with_the_rule(
      String name, String better) {
    assertThatThrownBy(
            () -> load("portals:\n  \"%s\":\n    policy: hold\n".formatted(name), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("portals." + name)
        .hasMessageContaining("lower-case letters")
        .hasMessageEndingWith("for example: " + better + ".");
  }

  @Test
  void an_unknown_key_is_answered_with_the_nearest_known_one() {
    assertThatThrownBy(() -> load("portals: {main: {guard: {change-percent: 3}}}", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'portals.main.guard.change-percent'")
        .hasMessageContaining("nearest is 'portals.main.guard.changed-percent'");
  }

  @Test
  void a_secret_in_the_file_itself_is_refused_without_repeating_it() {
    assertThatThrownBy(
            () -> load("portals: {main: {webhook: 'https://a.b/rest/1/topsecret/'}}", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must not stand in the file")
        .hasMessageNotContaining("topsecret");
  }

  @Test
  void an_unset_variable_is_a_problem_only_of_who_needs_it() throws IOException {
    Settings settings = load("portals: {main: {webhook: '${NOPE}'}}", Map.of());

    assertThatThrownBy(() -> settings.portal("main").webhook().reveal())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("NOPE, which is not set");
  }

  @Test
  void a_secret_may_stand_in_a_file_of_its_own() throws IOException {
    Path secret = Files.writeString(folder.resolve("password"), "s3cret\n");

    Settings settings = load("database: {password: 'file:%s'}".formatted(secret), Map.of());

    assertThat(settings.database().password().reveal()).isEqualTo("s3cret");
    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @Test
  void an_address_beyond_this_machine_needs_a_token() throws IOException {
    assertThatThrownBy(() -> load("serve: {bind: 0.0.0.0}", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("serve.bind")
        .hasMessageContaining("serve.token");
    assertThat(
            load(
                    "serve: {bind: 0.0.0.0, token: '${T}', hosts: 'a.example, b.example'}",
                    Map.of("T", "0123456789abcdef"))
                .serve()
                .hosts())
        .containsExactly("a.example", "b.example");
    ServeSettings weak = load("serve: {token: '${T}'}", Map.of("T", "short")).serve();
    assertThatThrownBy(weak::requiredToken).hasMessageContaining("at least 16");
  }

  @Test
  void wrong_values_say_what_is_possible() {
    assertThatThrownBy(() -> load("portals: {main: {policy: mine}}", Map.of()))
        .hasMessageContaining("takes mirror-wins, merge, hold, not 'mine'");
    assertThatThrownBy(() -> load("portals: {main: {recheck-after: soon}}", Map.of()))
        .hasMessageContaining("a duration such as 90s");
    assertThatThrownBy(() -> load("portals: {main: {schedule: nightly}}", Map.of()))
        .hasMessageContaining("a Quartz cron expression");
    assertThatThrownBy(() -> load("portals: {main: {time-zone: Mars}}", Map.of()))
        .hasMessageContaining("a time zone such as");
    assertThatThrownBy(() -> load("serve: {port: 99999}", Map.of()))
        .hasMessageContaining("a port number, 0 to 65535, not '99999'");
    assertThatThrownBy(() -> load("portals: {main: {limits: {burst: 0}}}", Map.of()))
        .hasMessageContaining("at least 1");
    assertThatThrownBy(() -> load("portals: {main: {limits: [1]}}", Map.of()))
        .hasMessageContaining("one value, not a list");
    assertThatThrownBy(() -> load("portals: {main: {guard: {removed-links: x}}}", Map.of()))
        .hasMessageContaining("not 'x'");
    assertThatThrownBy(() -> load("portals: {", Map.of()))
        .hasMessageContaining("not valid YAML at line 1");
  }

  @Test
  void a_missing_file_or_portal_is_named() throws IOException {
    assertThatThrownBy(() -> Settings.load(Optional.of(folder.resolve("none.yaml")), Map.of()))
        .hasMessageContaining("none.yaml")
        .hasMessageContaining("dealsync init");
    Settings settings = load("portals: {main: {}}\nserve: {port: 1}", Map.of());
    assertThatThrownBy(() -> settings.portal("mian"))
        .hasMessageContaining("choose one with --portal: main");
  }

  @Test
  void the_documented_sample_has_every_key_with_its_default() throws IOException {
    String sample = Files.readString(Path.of("../config/dealsync.yaml"));

    for (Key key : Key.values()) {
      String name = key.path().substring(key.path().lastIndexOf('.') + 1);
      assertThat(sample).contains(name + ":");
      if (!key.byDefault().isEmpty()) {
        assertThat(sample.lines())
            .as(key.path())
            .anyMatch(
                line ->
                    line.contains(name + ": " + key.byDefault())
                        || line.contains(name + ": \"" + key.byDefault() + "\""));
      }
    }
    Settings settings = Settings.load(Optional.of(Path.of("../config/dealsync.yaml")), Map.of());
    assertThat(settings.portals()).containsOnlyKeys("main");
    assertThat(Arrays.stream(Key.values()).map(Key::meaning)).noneMatch(String::isBlank);
  }

  private Settings load(String yaml, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(folder.resolve("dealsync.yaml"), yaml);
    return Settings.load(Optional.of(file), environment);
  }
}
