package io.dealsync.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealsync.files.OwnerOnly;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file with the rows that deals had, kept until they have them again: should the process or the
 * machine die meanwhile, the next check puts them back. A line for each deal, as in {@code 7
 * 55/10/Y 54/20/N}.
 */
public final class RestoreFile {

  private final Path file;

  public RestoreFile(Path file) {
    this.file = file;
  }

  /** The rows by deal id; none when every deal has its rows. */
  public Map<Long, LinkImage> rows() {
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      Map<Long, LinkImage> rows = new LinkedHashMap<>();
      for (String line : Files.readAllLines(file, UTF_8)) {
        String[] words = line.split(" ");
        rows.put(Long.parseLong(words[0]), image(Stream.of(words).skip(1)));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(file), e);
    }
  }

  private static LinkImage image(Stream<String> rows) {
    return new LinkImage(
        rows.map(row -> row.split("/"))
            .map(
                row ->
                    new Link(Long.parseLong(row[0]), Integer.parseInt(row[1]), row[2].equals("Y")))
            .toList());
  }

  private static String line(long deal, LinkImage image) {
    return image.rows().stream()
        .map(row -> " %d/%d/%s".formatted(row.contact(), row.sort(), row.primary() ? "Y" : "N"))
        .collect(Collectors.joining("", Long.toString(deal), "\n"));
  }

  /** Returns once the rows are on disk. */
  void keep(Map<Long, LinkImage> rows) {
    String text =
        rows.entrySet().stream()
            .map(entry -> line(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
    try {
      OwnerOnly.folders(Objects.requireNonNull(file.toAbsolutePath().getParent()));
      OwnerOnly.replace(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be written; nothing was sent".formatted(file), e);
    }
  }

  /** Every deal has its rows. */
  void drop() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be deleted".formatted(file), e);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
