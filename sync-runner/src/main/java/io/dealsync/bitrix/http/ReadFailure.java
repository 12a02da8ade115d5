package io.dealsync.bitrix.http;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be read or written, in words. */
public final class ReadFailure {

  private ReadFailure() {}

  /** A file error as people say it; Java's message for most is only the file's name. */
  public static String why(IOException error) {
    return switch (error) {
      case NoSuchFileException ignored -> "it does not exist";
      case AccessDeniedException ignored -> "no permission";
      default -> String.valueOf(error.getMessage());
    };
  }
}
