package io.dealsync.legacy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Looks through a whole file once: its hash, its encoding, and what it is. UTF-8 with or without
 * byte order mark, UTF-16 with one, Windows-1251 and Windows-1252 are told apart by their bytes.
 */
final class FileProbe {

  private static final int BUFFER = 1 << 18;
  private static final int HEAD = 1 << 10;
  private static final Pattern WEB_PAGE = Pattern.compile("<[!?a-zA-Z]");
  private static final Pattern JSON = Pattern.compile("(\\[\\s*)?\\{\\s*[\"}]|\\[\\s*]");
  private static final Charset WINDOWS_1251 = Charset.forName("windows-1251");
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private final Path path;
  private final Optional<Charset> given;
  private final Utf8Check check = new Utf8Check();
  private byte[] head = new byte[0];
  private byte last;

  private FileProbe(Path path, Optional<Charset> given) {
    this.path = path;
    this.given = given;
  }

  /**
   * The facts of a file.
   *
   * @param given the encoding, when the user knows it
   * @throws UnusableFileException when it is no text file that can be read
   */
  static FileFacts look(Path path, Optional<Charset> given) {
    return new FileProbe(path, given).look();
  }

  /** The encoding itself when files in it are recognised by their bytes, UTF-8 when not. */
  static Charset recognisable(Charset charset) {
    return charset.equals(WINDOWS_1251) ? charset : StandardCharsets.UTF_8;
  }

  private FileFacts look() {
    requireFile();
    try {
      long bytes = Files.size(path);
      FileTime modified = Files.getLastModifiedTime(path);
      String sha256 = readAll();
      FileFacts.Kind kind = kind(bytes);
      Encoding encoding =
          kind == FileFacts.Kind.WORKBOOK
              ? new Encoding(StandardCharsets.UTF_8, 0)
              : given.map(this::asGiven).orElseGet(this::found);
      FileFacts facts =
          new FileFacts(
              kind,
              path,
              bytes,
              modified,
              sha256,
              encoding.charset(),
              encoding.mark(),
              kind != FileFacts.Kind.TEXT
                  || last == '\n'
                  || last == '\r'
                  || isWide(encoding.charset()));
      if (!facts.isUnchanged()) {
        throw new UnusableFileException(
            "%s is still being written; import it when it is finished.".formatted(path));
      }
      return facts;
    } catch (IOException failure) {
      throw new UnusableFileException(
          "%s cannot be read: %s".formatted(path, failure.getMessage()), failure);
    }
  }

  private void requireFile() {
    if (Files.isDirectory(path)) {
      throw new UnusableFileException("%s is a folder; name the file in it.".formatted(path));
    }
    if (!Files.exists(path)) {
      throw new UnusableFileException(
          "There is no file %s.".formatted(path), new NoSuchFileException(path.toString()));
    }
  }

  private String readAll() throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(path)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (read > 0) {
          digest.update(buffer, 0, read);
          check.update(buffer, read);
          head = head.length == 0 ? Arrays.copyOf(buffer, Math.min(read, HEAD)) : head;
          last = buffer[read - 1];
        }
      }
    }
    check.end();
    return HexFormat.of().formatHex(digest.digest());
  }

  private FileFacts.Kind kind(long bytes) {
    if (bytes == 0) {
      throw new UnusableFileException("%s is empty.".formatted(path));
    }
    if (starts(0x50, 0x4B, 0x03, 0x04)) {
      return FileFacts.Kind.WORKBOOK;
    }
    requireText();
    String start = VisibleText.strip(new String(head, StandardCharsets.UTF_8));
    if (WEB_PAGE.matcher(start).lookingAt()) {
      throw new UnusableFileException(
          ("%s is a web page or XML, not a table: the download may have ended on a page of the CRM"
                  + " instead of the export. Open it in a browser to see; export the table as CSV.")
              .formatted(path));
    }
    return JSON.matcher(start).lookingAt() ? FileFacts.Kind.JSON : FileFacts.Kind.TEXT;
  }

  private void requireText() {
    if (starts(0xD0, 0xCF, 0x11, 0xE0)) {
      throw new UnusableFileException(
          "%s is an Excel workbook (.xls); save it as CSV.".formatted(path));
    }
    if (starts(0x1F, 0x8B)) {
      throw new UnusableFileException(
          "%s is compressed with gzip; unpack it first.".formatted(path));
    }
    if (check.hasZeros() && !given.map(FileProbe::isWide).orElse(isMarkedWide())) {
      throw new UnusableFileException(
          "%s is not a text: it contains zero bytes. If it is UTF-16, say so: --charset UTF-16LE"
              .formatted(path));
    }
  }

  private record Encoding(Charset charset, int mark) {}

  private Encoding asGiven(Charset charset) {
    boolean utf8 = charset.equals(StandardCharsets.UTF_8);
    if (utf8 && !check.isUtf8()) {
      throw new UnusableFileException(
          "%s is not UTF-8: the bytes of line %d are not. Leave --charset out, or name another one."
              .formatted(path, lineOf(check.firstUnfitting())));
    }
    return new Encoding(charset, utf8 && starts(0xEF, 0xBB, 0xBF) ? 3 : 0);
  }

  private Encoding found() {
    if (starts(0xFF, 0xFE)) {
      return new Encoding(StandardCharsets.UTF_16LE, 2);
    }
    if (starts(0xFE, 0xFF)) {
      return new Encoding(StandardCharsets.UTF_16BE, 2);
    }
    if (check.isUtf8()) {
      return new Encoding(StandardCharsets.UTF_8, starts(0xEF, 0xBB, 0xBF) ? 3 : 0);
    }
    if (check.isEightBit() && check.isWestern()) {
      return new Encoding(WINDOWS_1252, 0);
    }
    if (check.isEightBit() && !check.isUndefinedIn1251()) {
      return new Encoding(WINDOWS_1251, 0);
    }
    throw new UnusableFileException(
        ("%s has mixed encodings: most of it is UTF-8, but line %d is not. Put that right in the"
                + " export, or name the encoding: --charset windows-1251")
            .formatted(path, lineOf(check.firstUnfitting())));
  }

  private long lineOf(long offset) {
    long line = 1;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER)) {
      for (long at = 0; at < offset; at++) {
        line += in.read() == '\n' ? 1 : 0;
      }
      return line;
    } catch (IOException failure) {
      throw new UnusableFileException(
          "%s cannot be read: %s".formatted(path, failure.getMessage()), failure);
    }
  }

  private boolean isMarkedWide() {
    return starts(0xFF, 0xFE) || starts(0xFE, 0xFF);
  }

  private static boolean isWide(Charset charset) {
    return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
  }

  private boolean starts(int... bytes) {
    if (head.length < bytes.length) {
      return false;
    }
    for (int at = 0; at < bytes.length; at++) {
      if ((head[at] & 0xFF) != bytes[at]) {
        return false;
      }
    }
    return true;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256", impossible);
    }
  }
}
