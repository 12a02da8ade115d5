package io.dealsync.db;

/** How the schema {@code dealsync} of a database fits this program. */
public sealed interface SchemaState {

  /** There is none. */
  record Absent(int needed) implements SchemaState {}

  /** It was made by an older program and can be upgraded. */
  record TooOld(int current, int needed) implements SchemaState {}

  /** It fits. */
  record Current(int version) implements SchemaState {}

  /** It was made by a newer program. */
  record TooNew(int current, int needed) implements SchemaState {}

  /** The state of a schema at a version, seen by a program that needs another. */
  static SchemaState of(int current, int needed) {
    if (current == needed) {
      return new Current(current);
    }
    return current < needed ? new TooOld(current, needed) : new TooNew(current, needed);
  }
}
