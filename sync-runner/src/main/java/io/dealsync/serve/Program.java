package io.dealsync.serve;

import io.dealsync.wording.Hints;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the daemon says of itself.
 *
 * @param version to be shown
 * @param name what it was called as
 * @param config the configuration file, if one was named
 */
public record Program(String version, String name, Optional<Path> config) {

  /** Spells the commands that are advised about a portal. */
  Hints hints(String portal) {
    return Hints.of(name, config, portal);
  }
}
