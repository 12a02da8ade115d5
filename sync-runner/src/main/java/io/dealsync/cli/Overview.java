package io.dealsync.cli;

/**
 * {@code dealsync --help}: the list of commands, by what people come for. Made without the parser
 * of command lines, which takes longer to wake up than the text takes to print.
 */
final class Overview {

  private static final String OPENING =
      """
      Usage: dealsync COMMAND [OPTIONS]
      Keeps the contacts linked to Bitrix24 deals equal to what a local PostgreSQL says.
      """;

  private static final String CLOSING =
      """

      `dealsync COMMAND --help` explains a command, `dealsync --version` says which dealsync this is.
      New here? Start with `dealsync demo`.

      Exit codes:
        0  done and in sync               4  refused by the guard
        1  error                          5  some deals failed, are held or unverified
        2  usage or configuration         6  portal or database unreachable or busy, or stopped
        3  changes pending                   early: nothing is lost, run again
      """;

  private Overview() {}

  static String text() {
    int width = Catalog.entries().mapToInt(entry -> entry.name().length()).max().orElse(0);
    StringBuilder text = new StringBuilder(OPENING);
    for (Catalog.Chapter chapter : Catalog.CHAPTERS) {
      text.append('\n').append(chapter.purpose()).append(":\n");
      for (Catalog.Entry entry : chapter.entries()) {
        text.append("  ")
            .append(entry.name())
            .append(" ".repeat(width - entry.name().length() + 2))
            .append(entry.summary())
            .append('\n');
      }
    }
    return text.append(CLOSING).toString();
  }
}
