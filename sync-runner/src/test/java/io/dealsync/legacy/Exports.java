package io.dealsync.legacy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Files to import: small exports shaped like real ones, and made-up ones. */
final class Exports {

  private final Path folder;

  Exports(Path folder) {
    this.folder = folder;
  }

  /** A copy of one of the exports among the test resources. */
  Path real(String name) {
    try (InputStream in =
        Objects.requireNonNull(Exports.class.getResourceAsStream("/legacy/" + name), name)) {
      return Files.write(folder.resolve(name.replace('/', '-')), in.readAllBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Path text(String name, String text) {
    return text(name, text, StandardCharsets.UTF_8);
  }

  Path text(String name, String text, Charset charset) {
    return bytes(name, text.getBytes(charset));
  }

  Path bytes(String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
