package io.dealsync.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Has JVMs write the start-up caches, one for each part, side by side. */
final class CacheTraining {

  private final String cacheOption;
  private final List<String> jvmOptions;

  /**
   * @param cacheOption has a JVM write the cache whose name follows
   * @param jvmOptions further options of theirs
   */
  CacheTraining(String cacheOption, List<String> jvmOptions) {
    this.cacheOption = cacheOption;
    this.jvmOptions = List.copyOf(jvmOptions);
  }

  /** A JVM that fails leaves no cache; the part's commands then start without one. */
  void make(Path folder, Map<String, String> environment, Path caches) throws IOException {
    List<Process> parts = new ArrayList<>();
    for (WarmUpPart each : WarmUpPart.values()) {
      parts.add(jvm(each, folder, environment, caches).start());
    }
    try {
      for (Process each : parts) {
        each.waitFor();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private ProcessBuilder jvm(
      WarmUpPart part, Path folder, Map<String, String> environment, Path caches) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add(cacheOption + caches.resolve(part.word()).toAbsolutePath());
    command.addAll(
        List.of(
            "-Ddealsync.home=" + folder,
            "-jar",
            System.getProperty("java.class.path"),
            "warm-up",
            "--part=" + part));
    ProcessBuilder jvm =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    jvm.environment().keySet().removeIf(name -> name.startsWith("DEALSYNC_"));
    jvm.environment().putAll(environment);
    return jvm;
  }
}
