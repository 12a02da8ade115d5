package io.dealsync.legacy;

import java.util.List;

/**
 * A column that a format reads.
 *
 * @param name what it is called on the command line: deal, contact, sort, …
 * @param required whether a file without it cannot be read
 * @param headers what it may be called in a file; upper case, blanks and punctuation do not matter
 */
record Column(String name, boolean required, List<String> headers) {

  static Column required(String name, String... headers) {
    return new Column(name, true, List.of(headers));
  }

  static Column optional(String name, String... headers) {
    return new Column(name, false, List.of(headers));
  }
}
