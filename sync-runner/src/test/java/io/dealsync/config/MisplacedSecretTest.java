package io.dealsync.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret in the wrong place of the configuration is not shown by the sentence about it. */
class MisplacedSecretTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "portals: {main: {webhook: {'https://a.bitrix24.com/rest/1/s3cretcode/': x}}}",
        "portals: {main: {'https://a.bitrix24.com/rest/1/s3cretcode/': {x: 1}}}",
        "portals: {'https://a.bitrix24.com/rest/1/s3cretcode/': {webhook: x}}",
        "'https://a.bitrix24.com/rest/1/s3cretcode/': x",
        "database: {password: {s3cretcode: 1}}",
        "database: {password: {s3cretcode: [1]}}",
        "serve: {bind: '${ANY}'}",
        "serve: {port: '${ANY}'}",
        "portals: {main: {schedule: '${ANY}'}}",
        "portals: {main: {limits: {changed-percent: '${ANY}'}}}",
      })
  void is_not_shown(String configuration) throws IOException {
    Path file = Files.writeString(folder.resolve("dealsync.yaml"), configuration);

    assertThatThrownBy(() -> Settings.load(Optional.of(file), Map.of("ANY", "s3cretcode")))
        .isInstanceOf(ConfigException.class)
        .hasMessageNotContaining("s3cretcode");
  }
}
