package io.dealsync.db.embedded;

import java.util.List;

/** How much the data of an embedded server is worth. */
public enum Durability {
  /** Every commit is on disk before it is answered. */
  LASTING(List.of(), List.of()),
  /** Lost when the machine stops, which is what makes it quick; for what nobody will miss. */
  DISPOSABLE(
      List.of("--no-sync"), List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off"));

  private final List<String> initdbOptions;
  private final List<String> serverSettings;

  Durability(List<String> initdbOptions, List<String> serverSettings) {
    this.initdbOptions = initdbOptions;
    this.serverSettings = serverSettings;
  }

  List<String> initdbOptions() {
    return initdbOptions;
  }

  List<String> serverSettings() {
    return serverSettings;
  }
}
