package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.php.PhpArray;

/** One REST method; it throws {@link RestFailure} before it writes anything, or answers. */
@FunctionalInterface
interface RestMethod {
  void call(PhpArray params, Answer answer);
}
