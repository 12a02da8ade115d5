package io.dealsync.bitrix.wire;

/**
 * What a batch's answer says about one of its commands.
 *
 * @param <T> what the command's result gives
 */
public sealed interface CommandOutcome<T> {

  /** It was carried out. */
  record Answered<T>(T value) implements CommandOutcome<T> {}

  /** It was refused. */
  record Refused<T>(PortalError error) implements CommandOutcome<T> {}

  /** The answer does not mention it: it was not carried out (contract 3.2). */
  record NotExecuted<T>() implements CommandOutcome<T> {}

  /** It may have been carried out; what came of it cannot be told. */
  record Unclear<T>(String why) implements CommandOutcome<T> {}
}
