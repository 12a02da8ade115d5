package io.dealsync.bitrix.auth;

import java.util.function.UnaryOperator;

/**
 * Where the current token pair is kept. A refresh token works once (contract 5): losing the pair it
 * bought means that a person has to authorise again. Port.
 */
public interface TokenStore {

  /** The pair kept last. */
  Tokens current();

  /**
   * Replaces a pair that has expired. Only one replacement goes on at a time, in all processes that
   * share the store; the new pair is kept durably before it is returned.
   *
   * @param expired the pair that no longer opens the portal; if another one is kept by now, that
   *     one is returned and nothing is refreshed
   * @param refresh buys the next pair
   */
  Tokens renew(Tokens expired, UnaryOperator<Tokens> refresh);
}
