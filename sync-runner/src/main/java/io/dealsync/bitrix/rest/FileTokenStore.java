package io.dealsync.bitrix.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/**
 * Tokens in a file that only its owner can read. The file is replaced as a whole: whoever reads it
 * sees the old pair or the new one.
 */
public final class FileTokenStore implements TokenStore {

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** More than a pair of tokens takes. */
  private static final int ROOM = 4096;

  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  private final Path file;

  public FileTokenStore(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** Keeps a first pair, as an authorisation gave it. */
  public void keep(Tokens tokens) {
    locked(() -> replaced(() -> tokens));
  }

  /**
   * @throws UncheckedIOException with a sentence, when there is no file or it holds no tokens
   */
  @Override
  public Tokens current() {
    try {
      Map<String, String> fields = new HashMap<>();
      Json.read(
          Files.readAllBytes(file),
          parser -> Json.fields(parser, name -> fields.put(name, Json.text(parser))));
      return new Tokens(
          fields.getOrDefault("access_token", ""),
          fields.getOrDefault("refresh_token", ""),
          URI.create(fields.getOrDefault("client_endpoint", "")));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "the OAuth tokens cannot be read from %s (%s)".formatted(file, why(unreadable)),
          unreadable);
    } catch (JacksonException | ShapeException | IllegalArgumentException damaged) {
      throw new UncheckedIOException(
          file + " holds no OAuth tokens", new IOException("no token pair"));
    }
  }

  @Override
  public Tokens renew(Tokens expired, UnaryOperator<Tokens> refresh) {
    return locked(
        () -> {
          Tokens kept = current();
          if (!kept.access().equals(expired.access())) {
            return kept;
          }
          return replaced(() -> refresh.apply(kept));
        });
  }

  private interface Step {
    Tokens run() throws IOException;
  }

  /** A lock file of its own, because the token file is replaced while the lock is held. */
  private Tokens locked(Step step) {
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    IN_THIS_PROCESS.lock();
    try (FileChannel channel =
            FileChannel.open(
                lockFile, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
        FileLock lock = channel.lock()) {
      return step.run();
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "the OAuth tokens cannot be kept in %s (%s)".formatted(file, why(failed)), failed);
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  /** Takes room on the disk before the pair is bought: afterwards the old one is worth nothing. */
  private Tokens replaced(Supplier<Tokens> purchase) throws IOException {
    Path fresh = Files.createTempFile(file.getParent(), file.getFileName() + ".", "", OWNER_ONLY);
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      write(channel, new byte[ROOM]);
      Tokens tokens = purchase.get();
      channel.position(0);
      write(channel, Json.write(generator -> fields(tokens, generator)));
      channel.truncate(channel.position()).force(true);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return tokens;
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void write(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  /** A file error as people say it; Java's message for most is only the file's name. */
  private static String why(IOException error) {
    return switch (error) {
      case NoSuchFileException ignored -> "it does not exist";
      case AccessDeniedException ignored -> "no permission";
      default -> String.valueOf(error.getMessage());
    };
  }

  private static void fields(Tokens tokens, JsonGenerator generator) {
    generator.writeStartObject();
    generator.writeStringProperty("access_token", tokens.access());
    generator.writeStringProperty("refresh_token", tokens.refresh());
    generator.writeStringProperty("client_endpoint", tokens.endpoint().toString());
    generator.writeEndObject();
  }
}
