package io.dealsync.legacy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * What is known of a file before it is read as a table.
 *
 * @param kind what it is, by its bytes
 * @param path where it lies
 * @param bytes its size
 * @param modified when it was last written
 * @param sha256 the hash of its bytes, in hexadecimal
 * @param charset its encoding
 * @param mark how many bytes of byte order mark it begins with
 * @param endsWithLineBreak whether its last row is ended by a line break
 */
public record FileFacts(
    Kind kind,
    Path path,
    long bytes,
    FileTime modified,
    String sha256,
    Charset charset,
    int mark,
    boolean endsWithLineBreak) {

  /** What a file is. */
  public enum Kind {
    /** Rows of fields with a separator between them. */
    TEXT,
    /** An Excel workbook. */
    WORKBOOK,
    /** What an API answered. */
    JSON
  }

  /** Its name, without its folder. */
  public String name() {
    return String.valueOf(path.getFileName());
  }

  /** Whether it still is what it was when it was looked at. */
  boolean isUnchanged() {
    try {
      return Files.size(path) == bytes && Files.getLastModifiedTime(path).equals(modified);
    } catch (IOException gone) {
      return false;
    }
  }

  /** Its text; a byte that does not fit the encoding is an error, not a question mark. */
  Reader text() {
    try {
      InputStream in = Files.newInputStream(path);
      in.skipNBytes(mark);
      return new InputStreamReader(
          in,
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
