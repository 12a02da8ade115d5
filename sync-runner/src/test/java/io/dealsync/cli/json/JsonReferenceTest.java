package io.dealsync.cli.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/json.md} and its schema say what the records of the documents say. After a change of
 * one both are rewritten by running this test with {@code -Djson.reference.rewrite=true}.
 */
class JsonReferenceTest {

  private static final Path REFERENCE = Path.of("../docs/json.md");
  private static final Path SCHEMA = Path.of("../docs/json.schema.json");

  @Test
  void the_reference_is_what_the_records_say() throws Exception {
    same(REFERENCE, JsonReference.markdown());
  }

  @Test
  void the_schema_is_what_the_records_say() throws Exception {
    same(SCHEMA, JsonReference.schema());
  }

  private static void same(Path file, String made) throws Exception {
    if (Boolean.getBoolean("json.reference.rewrite")) {
      Files.writeString(file, made);
    }
    assertThat(Files.readString(file))
        .as("run this test with -Djson.reference.rewrite=true to rewrite %s", file)
        .isEqualTo(made);
  }

  @Test
  void every_document_has_its_place_in_the_reference() {
    assertThat(JsonReference.documents().stream().map(JsonReference::name))
        .containsExactlyInAnyOrderElementsOf(JsonReference.names());
  }
}
