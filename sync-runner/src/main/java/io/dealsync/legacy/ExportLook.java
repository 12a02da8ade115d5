package io.dealsync.legacy;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A look through a file that goes on by itself, so that the database can be opened meanwhile: large
 * files are looked through from end to end before their first row is taken.
 */
public final class ExportLook implements AutoCloseable {

  private final ImportRequest request;
  private final FutureTask<Export> look;

  private ExportLook(ImportRequest request, FutureTask<Export> look) {
    this.request = request;
    this.look = look;
  }

  /** Begins to look at the file of a request. */
  public static ExportLook begin(ImportRequest request) {
    FutureTask<Export> look = new FutureTask<>(() -> Export.open(request));
    Thread.ofPlatform().name("look at the file").daemon().start(look);
    return new ExportLook(request, look);
  }

  /** What asked for the look. */
  ImportRequest request() {
    return request;
  }

  /**
   * The file, once it is looked through.
   *
   * @throws UnusableFileException when it cannot be read as it is
   */
  Export await() {
    try {
      return look.get();
    } catch (ExecutionException failure) {
      throw asItWas(failure.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while looking at the file", stopped);
    }
  }

  private static RuntimeException asItWas(@Nullable Throwable failure) {
    return switch (failure) {
      case RuntimeException unchecked -> unchecked;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(failure);
    };
  }

  /** Closes the file; a look that nobody waits for any more ends. */
  @Override
  public void close() {
    if (!look.cancel(true) && look.state() == FutureTask.State.SUCCESS) {
      look.resultNow().close();
    }
  }
}
