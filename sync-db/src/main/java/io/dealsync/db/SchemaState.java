package io.dealsync.db;

/** How a database's schema compares with what this dealsync needs. */
public sealed interface SchemaState {

  /** There is no schema of dealsync. */
  record Absent(int needed) implements SchemaState {}

  /** The schema is the one of an older dealsync; a migration brings it up. */
  record TooOld(int found, int needed) implements SchemaState {}

  /** The schema is the one that this dealsync needs. */
  record Current(int found) implements SchemaState {}

  /** The schema is the one of a newer dealsync. */
  record TooNew(int found, int needed) implements SchemaState {}

  /** Compares versions; 0 stands for no schema. */
  static SchemaState of(int found, int needed) {
    if (found == 0) {
      return new Absent(needed);
    }
    if (found == needed) {
      return new Current(found);
    }
    return found < needed ? new TooOld(found, needed) : new TooNew(found, needed);
  }
}
