package io.dealsync.cli.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version as built. */
public final class Version implements IVersionProvider {

  public static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"dealsync " + text()};
  }
}
