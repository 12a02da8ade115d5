package io.dealsync.db;

import java.util.OptionalInt;

/**
 * What a migration did.
 *
 * @param before the schema's version before; empty when there was no schema
 * @param after its version now
 */
public record Migrated(OptionalInt before, int after) {

  /** Whether anything was changed. */
  public boolean changed() {
    return before.isEmpty() || before.getAsInt() != after;
  }
}
