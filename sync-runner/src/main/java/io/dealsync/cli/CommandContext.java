package io.dealsync.cli;

import io.dealsync.run.StopSignal;
import java.nio.file.Path;
import java.util.Map;

/**
 * What every command gets from the process.
 *
 * @param console where it speaks
 * @param environment the process's environment
 * @param home the folder under which {@code var/} lies
 * @param stop whether the process was asked to end
 */
public record CommandContext(
    Console console, Map<String, String> environment, Path home, StopSignal stop) {}
