package io.dealsync.app;

import io.dealsync.db.SchemaState;

/**
 * What {@link #migrate} did.
 *
 * @param database the database, as shown to people
 * @param before how its schema was before
 */
public record Upgrade(String database, SchemaState before) {

  /** The schema's version before; 0 when there was none. */
  public int versionBefore() {
    return switch (before) {
      case SchemaState.Absent ignored -> 0;
      case SchemaState.TooOld old -> old.found();
      case SchemaState.Current current -> current.found();
      case SchemaState.TooNew newer -> newer.found();
    };
  }

  /** The result in a sentence. */
  public String words() {
    return switch (before) {
      case SchemaState.Absent absent ->
          "Created the schema dealsync in %s (version %d).".formatted(database, absent.needed());
      case SchemaState.TooOld old ->
          "Upgraded the schema dealsync in %s from version %d to %d."
              .formatted(database, old.found(), old.needed());
      case SchemaState.Current current ->
          "The schema dealsync in %s is up to date (version %d)."
              .formatted(database, current.found());
      case SchemaState.TooNew newer ->
          "The schema dealsync in %s is newer (version %d).".formatted(database, newer.found());
    };
  }
}
