package io.dealsync.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The official JavaScript SDK, installed by npm beside the scripts that use it. */
public final class JavaScriptSdk {

  private static final Path SOURCE = Path.of("src/test/js");
  private static final Path WORK = Path.of("target/js-sdk");
  private static final List<String> FILES = List.of("package.json", "sdk.mjs", "read-all.mjs");

  private JavaScriptSdk() {}

  /** Why the SDK cannot be used here. */
  public static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    Unavailable(String message) {
      super(message);
    }
  }

  /**
   * Installs the SDK unless it is there.
   *
   * @param module the folder of the module, whose scripts are copied
   * @return the folder with the scripts
   */
  public static Path install(Path module) throws Unavailable, IOException, InterruptedException {
    require("node");
    require("npm");
    Path work = Files.createDirectories(module.resolve(WORK));
    for (String file : FILES) {
      Files.copy(
          module.resolve(SOURCE).resolve(file),
          work.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.isDirectory(work.resolve("node_modules/@bitrix24/b24jssdk"))
        && !succeeds(work, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock")) {
      throw new Unavailable("npm cannot install the SDK");
    }
    return work;
  }

  private static void require(String tool) throws Unavailable, InterruptedException {
    try {
      if (!succeeds(Path.of("."), tool, "--version")) {
        throw new Unavailable(tool + " does not run here");
      }
    } catch (IOException missing) {
      throw new Unavailable(tool + " is not installed");
    }
  }

  private static boolean succeeds(Path folder, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return false;
    }
    return process.exitValue() == 0;
  }
}
