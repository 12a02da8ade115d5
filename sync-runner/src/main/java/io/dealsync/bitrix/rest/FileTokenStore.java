package io.dealsync.bitrix.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
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

  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  private final Path file;

  public FileTokenStore(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** Keeps a first pair, as an authorisation gave it. */
  public void keep(Tokens tokens) {
    locked(
        () -> {
          write(tokens);
          return tokens;
        });
  }

  /**
   * @throws UncheckedIOException when there is no file or it holds no tokens
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
      throw new UncheckedIOException("The OAuth tokens cannot be read from " + file, unreadable);
    } catch (JacksonException | ShapeException | IllegalArgumentException damaged) {
      throw new UncheckedIOException(
          new IOException(
              "%s holds no OAuth tokens; authorise the application anew".formatted(file)));
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
          Tokens renewed = refresh.apply(kept);
          write(renewed);
          return renewed;
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
      throw new UncheckedIOException("The OAuth tokens cannot be kept in " + file, failed);
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  private void write(Tokens tokens) throws IOException {
    Path fresh = Files.createTempFile(file.getParent(), file.getFileName() + ".", "", OWNER_ONLY);
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(Json.write(generator -> fields(tokens, generator)));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void fields(Tokens tokens, JsonGenerator generator) {
    generator.writeStartObject();
    generator.writeStringProperty("access_token", tokens.access());
    generator.writeStringProperty("refresh_token", tokens.refresh());
    generator.writeStringProperty("client_endpoint", tokens.endpoint().toString());
    generator.writeEndObject();
  }
}
