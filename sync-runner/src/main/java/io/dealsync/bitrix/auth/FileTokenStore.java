package io.dealsync.bitrix.auth;

import io.dealsync.bitrix.http.ReadFailure;
import io.dealsync.files.LockFile;
import io.dealsync.files.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens in a file that only its owner can read. Whoever reads it sees the old pair or the new one.
 *
 * <p>The file is replaced as a whole where it can be. A file that is mounted by itself cannot: it
 * is written in place, and until that is on the disk, a recovery file beside it holds the new pair.
 * Which of the two ways works is tried out before a pair is bought.
 */
public final class FileTokenStore implements TokenStore {

  private static final Logger LOG = LoggerFactory.getLogger(FileTokenStore.class);

  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  private final Path named;
  private final Renaming renaming;

  public FileTokenStore(Path file) {
    this(file, FileTokenStore::rename);
  }

  public FileTokenStore(Path file, Renaming renaming) {
    this.named = file.toAbsolutePath();
    this.renaming = renaming;
  }

  /** Puts one file in the place of another, at once or not at all. */
  public interface Renaming {
    void rename(Path from, Path to) throws IOException;
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Keeps a first pair, as an authorisation gave it. */
  public void keep(Tokens tokens) {
    keep(() -> tokens);
  }

  /**
   * Keeps a first pair.
   *
   * @param purchase gets it; not asked when the file could not be written
   */
  public Tokens keep(Supplier<Tokens> purchase) {
    makeFolder();
    return locked(files -> replaced(files, kept(files), purchase));
  }

  private void makeFolder() {
    try {
      OwnerOnly.folders(TokenFiles.of(named).folder());
    } catch (IOException failed) {
      throw failure(failed);
    }
  }

  /**
   * @throws UncheckedIOException with a sentence, when there is no file or it holds no tokens
   */
  @Override
  public Tokens current() {
    return newest(TokenFiles.of(named));
  }

  /** The recovery file counts as long as the file still holds what it is to replace, or nothing. */
  private static Tokens newest(TokenFiles files) {
    Optional<TokenFile.Content> recovered = TokenFile.find(files.recovery());
    try {
      TokenFile.Content main = TokenFile.read(files.main());
      return recovered
          .filter(content -> content.replaces().equals(main.tokens().access()))
          .orElse(main)
          .tokens();
    } catch (UncheckedIOException unusable) {
      return recovered.orElseThrow(() -> unusable).tokens();
    }
  }

  private static Optional<Tokens> kept(TokenFiles files) {
    try {
      return Optional.of(newest(files));
    } catch (UncheckedIOException none) {
      return Optional.empty();
    }
  }

  @Override
  public Tokens renew(Tokens expired, UnaryOperator<Tokens> refresh) {
    return locked(
        files -> {
          Tokens kept = newest(files);
          return kept.access().equals(expired.access())
              ? replaced(files, Optional.of(kept), () -> refresh.apply(kept))
              : kept;
        });
  }

  private interface Step {
    Tokens run(TokenFiles files) throws IOException;
  }

  /** A lock file of its own, because the token file is replaced while the lock is held. */
  private Tokens locked(Step step) {
    TokenFiles files = TokenFiles.of(named);
    IN_THIS_PROCESS.lock();
    try (LockFile lock = LockFile.at(files.lock()).enterAlone()) {
      return step.run(files);
    } catch (IOException failed) {
      throw failure(failed);
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  private UncheckedIOException failure(IOException failed) {
    return new UncheckedIOException(
        "the OAuth tokens cannot be kept in %s (%s)".formatted(named, ReadFailure.why(failed)),
        failed);
  }

  /** Takes room on the disk before the pair is bought: afterwards the old one is worth nothing. */
  private Tokens replaced(TokenFiles files, Optional<Tokens> old, Supplier<Tokens> purchase)
      throws IOException {
    boolean replaceable = !Files.exists(files.main()) || isReplaceable(files, old);
    if (!replaceable) {
      prepareInPlace(files, old);
    }
    Path fresh = files.unused();
    Tokens tokens;
    try {
      TokenFile.takeRoom(fresh);
      tokens = purchase.get();
    } catch (IOException | RuntimeException nothingBought) {
      Files.deleteIfExists(fresh);
      throw nothingBought;
    }
    place(files, fresh, tokens, old.map(Tokens::access).orElse(""), replaceable);
    return tokens;
  }

  /** Replaces the file by its own content: nothing else proves that it can be done. */
  private boolean isReplaceable(TokenFiles files, Optional<Tokens> old) throws IOException {
    Path copy = files.unused();
    try {
      TokenFile.write(
          copy,
          old.isPresent() && Files.exists(files.recovery())
              ? TokenFile.json(new TokenFile.Content(old.get(), ""))
              : Files.readAllBytes(files.main()));
      renaming.rename(copy, files.main());
      files.forceFolder();
      Files.deleteIfExists(files.recovery());
      return true;
    } catch (IOException mounted) {
      LOG.debug("{} is written in place: {}", files.main(), ReadFailure.why(mounted));
      return false;
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  /** The recovery file is about to be replaced: what it holds has to be in the file by then. */
  private static void prepareInPlace(TokenFiles files, Optional<Tokens> old) throws IOException {
    TokenFile.takeRoom(files.main());
    if (old.isPresent() && Files.exists(files.recovery())) {
      TokenFile.overwrite(files.main(), new TokenFile.Content(old.get(), ""));
    }
  }

  /**
   * From here on the only valid pair is in memory, and then in {@code fresh}: it is not deleted.
   */
  private void place(
      TokenFiles files, Path fresh, Tokens tokens, String replaced, boolean replaceable)
      throws IOException {
    try {
      TokenFile.write(fresh, TokenFile.json(new TokenFile.Content(tokens, replaced)));
      if (replaceable) {
        renaming.rename(fresh, files.main());
        files.forceFolder();
        return;
      }
      rename(fresh, files.recovery());
      files.forceFolder();
    } catch (IOException failed) {
      throw new IOException(
          "%s; the new pair is in %s, put it in its place"
              .formatted(ReadFailure.why(failed), fresh.getFileName()),
          failed);
    }
    writeInPlace(files, tokens);
  }

  /** Should it fail, the recovery file counts, now and in processes to come. */
  private static void writeInPlace(TokenFiles files, Tokens tokens) {
    try {
      TokenFile.overwrite(files.main(), new TokenFile.Content(tokens, ""));
      Files.delete(files.recovery());
      files.forceFolder();
    } catch (IOException failed) {
      LOG.warn(
          "{} cannot be written ({}); the new OAuth tokens are kept in {}",
          files.main(),
          ReadFailure.why(failed),
          files.recovery());
    }
  }
}
