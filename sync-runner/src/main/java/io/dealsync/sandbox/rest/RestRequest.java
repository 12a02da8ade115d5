package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.php.PhpArray;

/**
 * A decoded request.
 *
 * @param method the lower-case method name without {@code .json}
 * @param params query and body parameters, merged
 */
public record RestRequest(String method, PhpArray params, Credentials credentials) {

  public boolean isBatch() {
    return method.equals("batch");
  }
}
