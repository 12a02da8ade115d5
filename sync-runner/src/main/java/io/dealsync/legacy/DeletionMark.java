package io.dealsync.legacy;

import java.util.List;

/**
 * What says that a link counts no more: a flag, the moment when it was deleted or archived, or a
 * flag of those that are active. Loaders of warehouses and frameworks delete in one of these ways.
 */
record DeletionMark(Cell deleted, Cell deletedAt, Cell archived, Cell active) {

  private static final Column DELETED =
      Column.optional(
          "deleted",
          "deleted",
          "is deleted",
          "_fivetran_deleted",
          "removed",
          "is removed",
          "удалено");
  private static final Column DELETED_AT =
      Column.optional(
          "deleted-at",
          "_ab_cdc_deleted_at",
          "deleted at",
          "deleted on",
          "deleted date",
          "date deleted",
          "deletion date",
          "removed at",
          "удалено в",
          "дата удаления");
  private static final Column ARCHIVED =
      Column.optional("archived", "archived", "is archived", "archived at", "в архиве");
  private static final Column ACTIVE =
      Column.optional("active", "active", "is active", "active flag", "активен", "активна");

  /** The columns that it reads. */
  static final List<Column> COLUMNS = List.of(DELETED, DELETED_AT, ARCHIVED, ACTIVE);

  static DeletionMark of(Header header) {
    return new DeletionMark(
        header.word(DELETED), header.word(DELETED_AT), header.word(ARCHIVED), header.word(ACTIVE));
  }

  /** Why a row's link counts no more; blank when it does. */
  String reason(Row row) {
    boolean gone =
        Value.deletion(deleted.in(row), "deleted")
            || Value.deletion(deletedAt.in(row), "the time of deletion")
            || Value.deletion(archived.in(row), "archived")
            || isInactive(row);
    return gone ? "deleted there" : "";
  }

  private boolean isInactive(Row row) {
    String flag = active.in(row);
    return !flag.isEmpty() && !Value.truth(flag, "active");
  }
}
