package io.dealsync.legacy;

import io.dealsync.db.legacy.Leftover;
import io.dealsync.db.legacy.LegacyFile;
import io.dealsync.db.legacy.LegacyImports;
import io.dealsync.db.legacy.LinkUpload;
import io.dealsync.db.legacy.RowCounts;
import io.dealsync.legacy.ImportReport.Outcome;
import io.dealsync.legacy.ImportRequest.Wish;
import io.dealsync.run.StopSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Brings an export of another CRM into the database: looks at the file, streams its rows in chunks,
 * compares them with each other, and only then lets its links count.
 *
 * <p>An import that was interrupted goes on where it stopped when the same file is imported again.
 * A file that turns out to be unusable leaves nothing behind.
 */
public final class LegacyImport {

  private static final int CHUNK = 100_000;
  private static final int SHOWN = 10;

  private final DataSource database;
  private final ImportProgress progress;
  private final StopSignal stop;
  private final int chunk;

  /** Imports into a database whose schema is there. */
  public LegacyImport(DataSource database, ImportProgress progress, StopSignal stop) {
    this(database, progress, stop, CHUNK);
  }

  LegacyImport(DataSource database, ImportProgress progress, StopSignal stop, int chunk) {
    this.database = database;
    this.progress = progress;
    this.stop = stop;
    this.chunk = chunk;
  }

  /**
   * Imports a file.
   *
   * @throws UnusableFileException when it cannot be read as it is; nothing of it is in then
   * @throws io.dealsync.db.DatabaseException when the database fails; what was stored stays, and
   *     the next import of the same file goes on from there
   */
  public ImportReport run(ImportRequest request) {
    try (ExportLook look = ExportLook.begin(request)) {
      return run(look);
    }
  }

  /** As above, of a file that is being looked at already. */
  public ImportReport run(ExportLook look) {
    ImportRequest request = look.request();
    Export export = look.await();
    export.contacts().load(database);
    try (LegacyImports imports =
        request.has(Wish.DRY_RUN)
            ? LegacyImports.rehearse(database)
            : LegacyImports.open(database)) {
      Optional<LegacyFile> before =
          imports.find(export.key()).filter(file -> file.state() != LegacyFile.State.LOADING);
      if (before.isPresent() && !request.has(Wish.AGAIN)) {
        return wasComplete(request, export, imports, before.get());
      }
      return load(request, export, upload(imports, export, before.isPresent()));
    }
  }

  private static LinkUpload upload(LegacyImports imports, Export export, boolean again) {
    FileFacts facts = export.facts();
    String charset = facts.charset().name();
    return again
        ? imports.uploadAgain(export.key(), facts.name(), charset, facts.bytes())
        : imports.upload(export.key(), facts.name(), charset, facts.bytes());
  }

  private ImportReport load(ImportRequest request, Export export, LinkUpload upload) {
    ImportPipeline intake = new ImportPipeline(export.table(), export.reader(), upload);
    Optional<RowCounts> rows = allRows(export, intake, upload, request.has(Wish.SUPERSEDE));
    if (rows.isEmpty()) {
      return report(
          export, Outcome.INTERRUPTED, intake.counts(), upload, List.of(), Optional.empty());
    }
    Outcome outcome = request.has(Wish.DRY_RUN) ? Outcome.REHEARSED : Outcome.COMPLETE;
    Optional<Path> rejects =
        Optional.of(request.rejectsFile())
            .filter(file -> rows.get().rejected() > 0 && !request.has(Wish.DRY_RUN))
            .map(
                file ->
                    RejectsFile.write(file, export, upload.file().id(), upload::forEachRejected));
    return report(
        export, outcome, rows.get(), upload, firstRejected(upload::forEachRejected), rejects);
  }

  /** What became of the rows; empty when asked to stop. */
  private Optional<RowCounts> allRows(
      Export export, ImportPipeline intake, LinkUpload upload, boolean supersede) {
    try {
      while (intake.take(chunk)) {
        upload.commit(intake.line(), intake.counts());
        progress.stored(intake.counts().read(), intake.line());
        if (stop.requested()) {
          return Optional.empty();
        }
      }
      requireRows(export.facts(), intake);
      requireWhole(export.facts(), intake);
      if (supersede) {
        requireAll(export);
      }
      return Optional.of(upload.complete(intake.line(), intake.counts(), supersede));
    } catch (UnusableFileException unusable) {
      upload.discard();
      throw new UnusableFileException(
          unusable.getMessage() + " Nothing of it was imported.", unusable);
    } catch (RuntimeException | Error failure) {
      upload.abandon();
      throw failure;
    }
  }

  /** A header alone is no export of nothing: it is what a failed one leaves. */
  private static void requireRows(FileFacts facts, ImportPipeline intake) {
    if (intake.counts().read() == 0) {
      throw new UnusableFileException(
          "%s has a header and no rows: the export found nothing, or was cut off."
              .formatted(facts.path()));
    }
  }

  /** What is missing would be taken for gone. */
  private static void requireAll(Export export) {
    export
        .table()
        .missing()
        .ifPresent(
            why -> {
              throw new UnusableFileException(
                  "%s cannot take the place of earlier files. %s Put all pages, one behind the other, into one file."
                      .formatted(export.facts().path(), why));
            });
  }

  private static void requireWhole(FileFacts facts, ImportPipeline intake) {
    if (intake.endsShort() && !facts.endsWithLineBreak()) {
      throw new UnusableFileException(
          "%s is truncated: it ends in the middle of the row that begins on line %d."
              .formatted(facts.path(), intake.line()));
    }
    if (!facts.isUnchanged()) {
      throw new UnusableFileException(
          "%s was written to while it was read; import it when it is finished."
              .formatted(facts.path()));
    }
  }

  private static List<Leftover> firstRejected(Consumer<Consumer<Leftover>> rows) {
    List<Leftover> first = new ArrayList<>();
    rows.accept(
        rejected -> {
          if (first.size() < SHOWN) {
            first.add(rejected);
          }
        });
    return first;
  }

  /** Writes its rejects file when there is none; corrections that someone has begun stay. */
  private static ImportReport wasComplete(
      ImportRequest request, Export export, LegacyImports imports, LegacyFile file) {
    Consumer<Consumer<Leftover>> rows = each -> imports.forEachRejected(file.id(), each);
    List<Leftover> first = firstRejected(rows);
    Optional<Path> rejects =
        Optional.of(request.rejectsFile())
            .filter(
                target -> !first.isEmpty() && !request.has(Wish.DRY_RUN) && Files.notExists(target))
            .map(target -> RejectsFile.write(target, export, file.id(), rows));
    return new ImportReport(
        Outcome.WAS_COMPLETE,
        export.facts(),
        export.key(),
        export.separator(),
        export.reading().unread(),
        export.reading().others(),
        export.note(),
        file.rows(),
        file.lastLine(),
        file.rows().read(),
        first,
        rejects,
        export.table().missing());
  }

  private static ImportReport report(
      Export export,
      Outcome outcome,
      RowCounts rows,
      LinkUpload upload,
      List<Leftover> rejected,
      Optional<Path> rejects) {
    return new ImportReport(
        outcome,
        export.facts(),
        export.key(),
        export.separator(),
        export.reading().unread(),
        export.reading().others(),
        export.note(),
        rows,
        export.table().line(),
        upload.file().rows().read(),
        rejected,
        rejects,
        export.table().missing());
  }
}
